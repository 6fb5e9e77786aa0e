package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// interruptible gives a context that ends at the first signal to stop, which it names as the cause. The second one ends the
// program at once, with the exit status that shells give to a program that a signal has ended: the first process of a
// container is not ended by signals that it does not handle.
func interruptible(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		cancel(fmt.Errorf("%s signal received", <-signals))
		os.Exit(128 + int((<-signals).(syscall.Signal)))
	}()
	return ctx
}
