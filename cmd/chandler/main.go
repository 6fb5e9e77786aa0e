// Command chandler packages Kubernetes apps, proves on a real cluster that they install, work and come off cleanly,
// and installs them.
package main

import (
	"context"
	"os"
)

func main() {
	ctx, stop := interruptible(context.Background(), os.Stderr)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}
