//go:build linux

package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// showProgress returns what is to be called with what is being waited for, and what to call at the end. It draws on
// one line of the terminal, and nothing if standard error is none.
func showProgress(cluster string) (seen func(waiting []string), done func()) {
	if _, err := unix.IoctlGetTermios(int(os.Stderr.Fd()), unix.TCGETS); err != nil || os.Getenv("TERM") == "dumb" {
		return func([]string) {}, func() {}
	}
	const startOfLine, restOfLine = "\r", "\x1b[K"
	seen = func(waiting []string) {
		if len(waiting) > 0 {
			fmt.Fprintf(os.Stderr, "%sstarting cluster %s: waiting for %s%s", startOfLine, cluster, strings.Join(waiting, ", "), restOfLine)
		}
	}
	return seen, func() { fmt.Fprint(os.Stderr, startOfLine+restOfLine) }
}
