package main

import (
	"fmt"
	"io"
)

// passing shows words on a terminal until settle is called, for what takes a moment before a run has a line of its
// own. Elsewhere it writes nothing.
func passing(w io.Writer, words string) (settle func()) {
	if _, ok := terminal(w); !ok {
		return func() {}
	}
	fmt.Fprint(w, words)
	return func() { fmt.Fprint(w, "\r\x1b[2K") }
}
