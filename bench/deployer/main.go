// Command deployer measures the parts of a deployer beside what else does the same work, each as a whole process, in one
// run. See ../README.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/gcpause"
)

// parts are what can be measured, by the names that -only takes.
var parts = []struct {
	name    string
	measure func(ctx context.Context, runs int) error
}{
	{"render", measureRender},
	{"apply", measureApply},
}

func main() {
	gcpause.End()
	render.Worker()
	runs := flag.Int("n", 5, "counted runs of each measurement, after one that is not counted")
	only := flag.String("only", "", "measure this part only")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := measure(ctx, *runs, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// measure measures the part of that name, all if it is empty.
func measure(ctx context.Context, runs int, only string) error {
	for _, p := range parts {
		if only != "" && only != p.name {
			continue
		}
		if err := p.measure(ctx, runs); err != nil {
			return err
		}
	}
	return nil
}
