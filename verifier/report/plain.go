package report

import (
	"io"
	"strings"
)

// Plain writes a line when a step is settled, without colours or control characters: for logs and pipes.
type Plain struct {
	w    io.Writer
	text text
}

// NewPlain returns a Reporter that writes to w.
func NewPlain(w io.Writer) *Plain { return &Plain{w: w} }

// Header writes what is verified and where.
func (p *Plain) Header(r *Report) { p.print(p.text.header(r)) }

// Begin writes nothing: a log has no use for what is over soon.
func (p *Plain) Begin(string) {}

// Waiting writes nothing either.
func (p *Plain) Waiting(string, string) {}

// End writes the settled step.
func (p *Plain) End(s *Step) { p.print(p.text.step(s)) }

// Finish writes the verdict.
func (p *Plain) Finish(r *Report) { p.print(p.text.finish(r)) }

func (p *Plain) print(lines []string) {
	_, _ = io.WriteString(p.w, strings.Join(lines, "\n")+"\n")
}
