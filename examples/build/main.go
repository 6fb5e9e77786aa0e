// Command build makes the app and tester images of package folders out of Debian packages, without Docker:
//
//	go run ./examples/build examples/nginx examples/redis
//
// Each folder's images.yaml says what goes into them; they go to FOLDER/images/NAME.tar, under the names that
// `chandler verify FOLDER` gives them. What has not changed is not made again.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dirs []string) error {
	if len(dirs) == 0 {
		return errors.New("usage: go run ./examples/build FOLDER…")
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, dir := range dirs {
		g.Go(func() error {
			if err := buildFolder(ctx, dir); err != nil {
				return fmt.Errorf("%s: %w", dir, err)
			}
			return nil
		})
	}
	return g.Wait()
}
