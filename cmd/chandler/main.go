// Command chandler packages Kubernetes apps, proves on a real cluster that they install, work and come off cleanly,
// and installs them.
package main

import (
	"context"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/gcpause"
)

func main() {
	gcpause.End()
	render.Worker()
	klog.SetLogger(logr.Discard()) // the clients' own words; what matters of them is in our errors
	ctx, stop := interruptible(context.Background(), os.Stderr)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}
