package logs

import (
	"context"
	"fmt"
	"io"

	"github.com/fsnotify/fsnotify"
)

// follow prints what is added to the logs in the folder until ctx ends.
func follow(ctx context.Context, w io.Writer, folder string, files []*follower) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch logs: %w", err)
	}
	defer func() { _ = watcher.Close() }()
	if err := watcher.Add(folder); err != nil {
		return fmt.Errorf("watch logs: %w", err)
	}
	for _, f := range files { // for what was added before the watch began
		if err := f.more(w); err != nil {
			return err
		}
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-watcher.Errors:
			return fmt.Errorf("watch logs: %w", err)
		case e := <-watcher.Events:
			for _, f := range files {
				if f.path == e.Name {
					if err := f.more(w); err != nil {
						return err
					}
				}
			}
		}
	}
}
