package report

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// style writes colours, or nothing if they are off. Colour never carries meaning alone.
type style struct{ colour bool }

func (s style) paint(code, text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(t string) string  { return s.paint("1", t) }
func (s style) faint(t string) string { return s.paint("2", t) }

func (s style) mark(v Verdict) string { return s.paint(colours[v], marks[v]) }

func (s style) verdict(v Verdict) string { return s.paint("1;"+colours[v], string(v)) }

var colours = map[Verdict]string{Passed: "32", Failed: "31", Skipped: "2"}

var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[ -/]*[@-~]")

// width counts the columns of a line, colours left out.
func width(s string) int { return utf8.RuneCountInString(escapes.ReplaceAllString(s, "")) }

func pad(s string, column int) string { return strings.Repeat(" ", max(column-width(s), 1)) }

// clean makes text that came from a cluster or a container safe for one line of a terminal: no escapes, no control characters.
func clean(s string) string {
	s = escapes.ReplaceAllString(s, "")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return ' '
		case unicode.IsControl(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}

// cut shortens a line without colours to n columns.
func cut(s string, n int) string {
	if width(s) <= n {
		return s
	}
	if n <= 1 {
		return "…"
	}
	return string([]rune(s)[:n-1]) + "…"
}
