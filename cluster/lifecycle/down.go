package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/chandler-dev/chandler/cluster/cgroups"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/state"
)

const (
	killLimit   = 20 * time.Second // for the kernel to end all processes of a cluster
	cgroupLimit = 10 * time.Second // for the kernel to let go of their cgroups
)

// Stopped says what became of a cluster.
type Stopped struct {
	Name     string `json:"name"`
	Stopped  bool   `json:"stopped"`  // false if it was not running
	Purged   bool   `json:"purged"`   // nothing of it is left
	StateDir string `json:"stateDir"` // where its state is, if kept
}

// Down stops the cluster and removes its state if it is ephemeral or to be purged. It fails with ErrNotFound if there
// is none.
func Down(ctx context.Context, home, name string, purge bool) (Stopped, error) {
	d, err := state.Open(home, name)
	if err != nil {
		return Stopped{}, err
	}
	if _, err := os.Stat(string(d)); errors.Is(err, fs.ErrNotExist) {
		return Stopped{}, ErrNotFound
	}
	lock, err := state.Acquire(ctx, string(d))
	if err != nil {
		return Stopped{}, err
	}
	defer lock.Release()
	result := Stopped{Name: name, StateDir: string(d)}
	record, err := state.ReadRecord(d)
	if errors.Is(err, fs.ErrNotExist) { // its making was interrupted at the very start
		result.Purged = true
		return result, remove(home, d)
	}
	if err != nil {
		return Stopped{}, err
	}
	if process, err := state.ReadProcess(d); err == nil && process.PID != 0 {
		result.Stopped = true
	}
	if err := halt(d, record); err != nil {
		return result, err
	}
	if !purge && !record.Ephemeral {
		return result, nil
	}
	result.Purged = true
	return result, remove(home, d)
}

// halt ends the cluster's processes, if any, and removes all but its state.
func halt(d state.Dir, r state.Record) error {
	process, err := state.ReadProcess(d)
	if err != nil {
		return err
	}
	if process.PID != 0 {
		if err := process.Kill(killLimit); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), cgroupLimit)
	defer cancel()
	return errors.Join(
		network.Disconnect(r.Link),
		cgroups.Remove(ctx, r.Cgroup),
		removeFile(d.Process()),
		removeFile(d.Path("control.sock")),
	)
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func remove(home string, d state.Dir) error {
	if err := os.RemoveAll(string(d)); err != nil {
		return fmt.Errorf("remove the cluster's state: %w", err)
	}
	state.RemoveEmpty(home)
	return nil
}

// clearFolder removes what is in the folder, but not the folder, which is locked.
func clearFolder(d state.Dir) error {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return fmt.Errorf("clear %s: %w", d, err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(d.Path(e.Name())); err != nil {
			return fmt.Errorf("clear %s: %w", d, err)
		}
	}
	return nil
}

// discard removes the folder of a cluster that was not even recorded.
func discard(d state.Dir) error {
	if d.Exists() {
		return nil
	}
	return os.RemoveAll(string(d))
}
