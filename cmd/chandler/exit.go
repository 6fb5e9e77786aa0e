package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chandler-dev/chandler/verifier"
)

// Exit statuses. They are part of the interface: scripts decide by them.
const (
	exitPassed = 0 // done, or the answer is yes
	exitFailed = 1 // the answer is no
	exitUsage  = 2 // used wrongly, or it could not be judged
)

// errFailed ends a command whose answer is no and which has said why already.
var errFailed = errors.New("failed")

// exitStatus reports err to w, unless it was said already, and returns the exit status that goes with it.
func exitStatus(err error, w io.Writer) int {
	switch {
	case err == nil:
		return exitPassed
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, context.Canceled) && !errors.As(err, new(*verifier.Interrupted)):
		fmt.Fprintln(w, "error: interrupted")
		return exitUsage
	}
	fmt.Fprintln(w, "error:", err)
	return exitUsage
}
