// Command chandler-store is the marketplace: its server, and what who runs it needs besides.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/gcpause"
)

func main() {
	gcpause.End()
	render.Worker()
	klog.SetLogger(logr.Discard()) // the clients' own words; what matters of them is in our errors
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	err := newRoot().ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		os.Exit(130) // it was interrupted, which whoever did it knows
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
}
