package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// lines tell in a line each what is done while a store starts: on a terminal from its beginning on, elsewhere when it is
// done.
type lines struct {
	out   io.Writer
	mutex sync.Mutex
	began time.Time
}

func (l *lines) begin(what, doing string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.began = time.Now()
	if l.live() {
		fmt.Fprintf(l.out, "  %-9s %s", what, doing)
	}
}

func (l *lines) end(what, done string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.live() {
		fmt.Fprint(l.out, "\r\x1b[2K")
	}
	took := ""
	if !l.began.IsZero() {
		took = fmt.Sprintf("%.1fs", time.Since(l.began).Seconds())
	}
	l.began = time.Time{}
	fmt.Fprintf(l.out, "✓ %-9s %-70s %s\n", what, done, took)
}

func (l *lines) say(format string, args ...any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	fmt.Fprintf(l.out, format, args...)
}

// live says whether a line can be written over.
func (l *lines) live() bool {
	f, ok := l.out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
