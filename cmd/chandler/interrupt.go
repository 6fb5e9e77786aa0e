package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// interruptible returns a context that ends at the first interrupt, so that what runs can clean up; the second one
// leaves at once with the exit status that shells give to an interrupted program. stop releases the signals.
func interruptible(parent context.Context, w io.Writer) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		for s := range signals {
			if ctx.Err() != nil {
				if _, ok := terminal(w); ok {
					fmt.Fprint(w, "\x1b[?25h") // the live line hides the cursor
				}
				fmt.Fprintln(w, "\nStopped before the clean-up was done. What was made carries the label app.kubernetes.io/name with the app's name; that of a verification, and of its namespace, begins with apptest-.")
				os.Exit(128 + int(s.(syscall.Signal)))
			}
			fmt.Fprintln(w, "\nStopping and cleaning up; interrupt again to leave at once.")
			cancel()
		}
	}()
	return ctx, func() { signal.Stop(signals); close(signals); cancel() }
}
