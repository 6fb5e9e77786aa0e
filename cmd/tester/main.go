// Command tester runs test specs in tester images, where its name is testrunner. See the package images/tester.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/chandler-dev/chandler/images/tester"
)

// The exit status is the number of failed actions, up to mostFailures: more would wrap around in 8 bits, in the end
// to 0. Where nothing could be run it is notRun.
const (
	mostFailures = 125
	notRun       = 255
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, out io.Writer) int {
	o, err := parse(args, out)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(out, "error:", err)
		return notRun
	}
	failures, err := tester.Run(ctx, o)
	if err != nil {
		fmt.Fprintln(out, "error:", strings.ReplaceAll(err.Error(), "\n", "\nerror: "))
	}
	return status(ctx, failures, err)
}

func status(ctx context.Context, failures int, err error) int {
	if err != nil && ctx.Err() == nil {
		return notRun
	}
	if err != nil {
		failures = max(failures, 1) // not all that was asked for has passed
	}
	return min(failures, mostFailures)
}
