package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/ansi"
)

// The columns of a step's line: mark, name, summary, and the time, right-aligned at the line's end.
const (
	nameWidth = 14
	lineWidth = 74
	minWidth  = 40
)

var marks = map[Verdict]string{Passed: "✓", Failed: "✗", Skipped: "–"}

// text draws reports as lines for people. Width is the terminal's width in columns, 0 if there is none.
type text struct {
	style style
	width int
}

// header draws the two lines that begin a run, and the empty one after them.
func (t text) header(r *Report) []string {
	what := nonEmpty(r.Flavour, prefixed("schema ", r.SchemaVersion), count(r.Images, "image"))
	name := ansi.Clean(strings.TrimSpace(r.Package + " " + r.Version))
	column := max(ansi.Width(name), ansi.Width(r.Cluster.Name), nameWidth-2) + 4
	return []string{
		strings.TrimRight(t.style.Bold(name)+pad(name, column)+strings.Join(what, ", "), " "),
		strings.TrimRight(r.Cluster.Name+pad(r.Cluster.Name, column)+ansi.Clean(r.Cluster.About), " "),
		"",
	}
}

// step draws a settled step: its line, its notes and, if it failed, the evidence.
func (t text) step(s *Step) []string {
	say := s.Summary
	errors := s.errors()
	if s.Verdict != Passed && s.Reason != "" && len(errors) == 0 {
		say = s.Reason
	}
	time := seconds(s.Seconds)
	if s.Verdict == Skipped {
		time = ""
	}
	lines := t.line(t.style.mark(s.Verdict), s.Name, say, time)
	for _, n := range s.Notes {
		lines = append(lines, t.below(ansi.Clean(n))...)
	}
	switch {
	case len(errors) > 0:
		lines = append(lines, t.problems(s, errors)...)
	case s.Failure != nil:
		lines = append(lines, t.evidence(s.Failure)...)
	}
	return lines
}

// evidence draws what a failure knows below its step: the culprit and the cluster's reason, the last log lines, the hint.
func (t text) evidence(f *event.Failure) []string {
	var lines []string
	if who := culprit(f); who != "" {
		lines = append(lines, t.below(who)...)
	}
	for _, l := range f.Log {
		lines = append(lines, "      "+t.style.Faint(ansi.Clean(l)))
	}
	for _, l := range splitLines(f.Hint) {
		lines = append(lines, t.below(l)...)
	}
	return lines
}

// below draws a sentence below a step, broken between words where there is a terminal. Logs keep it in one line.
func (t text) below(s string) []string {
	if t.width == 0 {
		return []string{"    " + s}
	}
	var lines []string
	for _, l := range wrap(s, max(t.width, minWidth)-4) {
		lines = append(lines, "    "+l)
	}
	return lines
}

// culprit says which other object made the failed one fail, and how. Without one, the step's own line has said it all.
func culprit(f *event.Failure) string {
	if f.Culprit == nil {
		return ""
	}
	message := ansi.Clean(f.Message)
	if f.Reason != "" && !strings.Contains(message, f.Reason) {
		message = strings.TrimSpace(message + " (" + f.Reason + ")")
	}
	return f.Culprit.String() + "  " + message
}

// line draws a step's line of columns. Words that do not fit go below, in the same column.
func (t text) line(mark, name, say, time string) []string {
	words := wrap(ansi.Clean(say), t.columns()-2-nameWidth-1-len(longestTime))
	line := mark + " " + name + pad(name, nameWidth) + words[0]
	if time != "" {
		line += strings.Repeat(" ", max(t.columns()-ansi.Width(line)-ansi.Width(time), 1)) + time
	}
	lines := []string{strings.TrimRight(line, " ")}
	for _, more := range words[1:] {
		lines = append(lines, strings.Repeat(" ", 2+nameWidth)+more)
	}
	return lines
}

// longestTime is the widest time that a step usually takes: room is kept for it.
const longestTime = "99.9s"

// finish draws the verdict.
func (t text) finish(r *Report) []string {
	line := t.style.verdict(r.Verdict) + " in " + seconds(r.Seconds)
	if r.Verdict == Passed && r.Outcome != "" {
		line = t.style.Bold(ansi.Clean(r.Outcome)) + " in " + seconds(r.Seconds)
	}
	if r.Verdict == Failed && r.FailedAt != "" {
		line += "  at " + r.FailedAt + ": " + ansi.Clean(r.Reason)
	}
	lines := []string{"", line}
	if r.Logs != "" {
		lines = append(lines, "Report: "+filepath.Join(r.Logs, Page))
	}
	return lines
}

func (t text) columns() int {
	if t.width == 0 {
		return lineWidth
	}
	return max(min(t.width, lineWidth), minWidth)
}

func seconds(s float64) string { return fmt.Sprintf("%.1fs", s) }

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// count writes "1 node", "2 nodes", or nothing for none.
func count(n int, noun string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimRight(s, "\n"), "\n")
}

// wrap breaks a text between words into lines of at most n columns; a longer word gets a line of its own.
func wrap(s string, n int) []string {
	if ansi.Width(s) <= n {
		return []string{s}
	}
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case ansi.Width(*last)+1+ansi.Width(word) <= n:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
