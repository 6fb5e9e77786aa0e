package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/cluster/state"
)

const (
	logLimit    = 16 << 20 // bytes a log may grow to
	logInterval = 30 * time.Second
)

// rotate sets the log of an earlier run aside.
func rotate(log string) error {
	err := os.Rename(log, log+".1")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("rotate log: %w", err)
	}
	return nil
}

// trimLogs keeps the components' logs from growing without bound, until ctx ends.
func trimLogs(ctx context.Context) error {
	tick := time.NewTicker(logInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		logs, err := filepath.Glob(state.Inside.Log("*"))
		if err != nil {
			return err
		}
		for _, log := range logs {
			if info, err := os.Stat(log); err == nil && info.Size() > logLimit {
				trim(log)
			}
		}
	}
}

// trim copies a log aside and empties it. Its writer goes on at the start, as it writes in append mode.
func trim(log string) {
	from, err := os.Open(log)
	if err != nil {
		return
	}
	defer func() { _ = from.Close() }()
	to, err := os.Create(log + ".1")
	if err != nil {
		return
	}
	_, err = io.Copy(to, from)
	if errors.Join(err, to.Close()) == nil {
		_ = os.Truncate(log, 0)
	}
}
