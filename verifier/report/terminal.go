package report

import (
	"io"
	"strings"
	"sync"
	"time"

	"github.com/chandler-dev/chandler/internal/ansi"
)

// TerminalOptions describe the terminal that a Terminal draws on.
type TerminalOptions struct {
	// Colour is false where NO_COLOR is set or the terminal has none.
	Colour bool
	// Width returns the terminal's width in columns now; 0 if it is not known.
	Width func() int
}

// Terminal shows a run live: the current step has a spinner, the time it has taken and what it waits for, and is
// settled in place when it ends.
type Terminal struct {
	w       io.Writer
	options TerminalOptions

	mu      sync.Mutex
	step    string
	waiting string
	began   time.Time
	frame   int
	stop    func()
}

// NewTerminal returns a Reporter that draws on w.
func NewTerminal(w io.Writer, o TerminalOptions) *Terminal {
	if o.Width == nil {
		o.Width = func() int { return 0 }
	}
	return &Terminal{w: w, options: o, stop: func() {}}
}

const (
	frameTime = 100 * time.Millisecond
	clearLine = "\r\x1b[2K"
)

var frames = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

// Header writes what is verified and where.
func (t *Terminal) Header(r *Report) { t.print(t.text().header(r)) }

// Begin starts the live line of a step.
func (t *Terminal) Begin(step string) {
	t.stop()
	t.mu.Lock()
	t.step, t.waiting, t.began = step, "", time.Now()
	t.draw()
	t.mu.Unlock()
	t.stop = t.animate()
}

// Waiting changes what the live line says.
func (t *Terminal) Waiting(_, what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.step != "" && t.waiting != what {
		t.waiting = what
		t.draw()
	}
}

// End settles the live line.
func (t *Terminal) End(s *Step) {
	t.settle()
	t.print(t.text().step(s))
}

// Finish writes the verdict.
func (t *Terminal) Finish(r *Report) {
	t.settle()
	t.print(t.text().finish(r))
}

// settle ends the live line, if there is one.
func (t *Terminal) settle() {
	t.stop()
	t.stop = func() {}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.step != "" {
		t.step = ""
		_, _ = io.WriteString(t.w, clearLine)
	}
}

// animate redraws the live line until the returned function is called, which waits for the drawing to have ended.
func (t *Terminal) animate() (stop func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(frameTime)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case <-tick.C:
				t.mu.Lock()
				t.frame++
				t.draw()
				t.mu.Unlock()
			}
		}
	}()
	return func() { close(quit); <-done }
}

// draw writes the live line over itself; mu is held. The line never wraps, as it could not be cleared then.
func (t *Terminal) draw() {
	x := t.text()
	spent := seconds(time.Since(t.began).Seconds())
	room := x.columns() - 2 - nameWidth - 1 - max(ansi.Width(spent), len(longestTime))
	mark := x.style.Paint("36", frames[t.frame%len(frames)])
	_, _ = io.WriteString(t.w, clearLine+x.line(mark, t.step, ansi.Cut(ansi.Clean(t.waiting), room), spent)[0])
}

func (t *Terminal) text() text {
	return text{style: newStyle(t.options.Colour), width: t.options.Width()}
}

func (t *Terminal) print(lines []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.w, strings.Join(lines, "\n")+"\n")
}
