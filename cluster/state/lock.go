package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Lock is a held lock on a folder. The kernel releases it when its process ends.
type Lock struct{ folder *os.File }

// Acquire makes the folder if needed and locks it, waiting for whoever holds the lock until ctx ends.
// It locks the folder itself, so that no lock file is left when the folder is removed.
func Acquire(ctx context.Context, folder string) (*Lock, error) {
	for {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, fmt.Errorf("make state folder: %w", err)
		}
		f, err := os.Open(folder)
		if errors.Is(err, os.ErrNotExist) {
			continue // removed by another process in between
		}
		if err != nil {
			return nil, fmt.Errorf("open state folder: %w", err)
		}
		if err := flock(ctx, f); err != nil {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", folder, err), f.Close())
		}
		if current(f) {
			return &Lock{folder: f}, nil
		}
		_ = f.Close() // the folder we hold was removed while we waited: lock the new one
	}
}

// Release gives the lock back.
func (l *Lock) Release() { _ = l.folder.Close() }

// flock waits for the lock in a goroutine of its own, which ends with the lock or the descriptor's process.
func flock(ctx context.Context, f *os.File) error {
	if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
		return nil
	}
	done := make(chan error, 1)
	duplicate, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return err
	}
	go func() {
		for {
			err := unix.Flock(duplicate, unix.LOCK_EX)
			if !errors.Is(err, unix.EINTR) {
				_ = unix.Close(duplicate)
				done <- err
				return
			}
		}
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("another chandler process is still working on this cluster: %w", context.Cause(ctx))
	}
}

// current says whether the open folder is still the one of that path.
func current(f *os.File) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(f.Name())
	return err == nil && os.SameFile(held, there)
}

// RemoveEmpty removes the home folder and the folder above it as long as they are empty, for "nothing is left".
// Only the folders of the default home are removed: any other was made by the user.
func RemoveEmpty(home string) {
	if home != DefaultHome {
		return
	}
	for _, folder := range []string{home, filepath.Dir(home)} {
		if os.Remove(folder) != nil {
			return
		}
	}
}
