// Package ansi writes text for terminals: colours where they are wanted, columns counted as a terminal counts them, and
// nothing that came from elsewhere able to command the terminal.
package ansi

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Style writes colours, or nothing if Colour is false. Colour never carries meaning alone.
type Style struct{ Colour bool }

// Paint puts text into a colour or weight, given as the parameters of SGR: "1" is bold, "31" red.
func (s Style) Paint(code, text string) string {
	if !s.Colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Bold makes text bold.
func (s Style) Bold(text string) string { return s.Paint("1", text) }

// Faint makes text faint.
func (s Style) Faint(text string) string { return s.Paint("2", text) }

var escapes = regexp.MustCompile("\x1b\\[[0-9;?]*[ -/]*[@-~]")

// widths does not look at the environment: the same text has the same width everywhere.
var widths = &runewidth.Condition{StrictEmojiNeutral: true}

// Width counts the columns that a line takes on a terminal, colours left out: a CJK character takes two, a combining
// one none.
func Width(s string) int {
	n := 0
	for _, r := range escapes.ReplaceAllString(s, "") {
		n += RuneWidth(r)
	}
	return n
}

// RuneWidth is the number of columns of one character: 0, 1 or 2.
func RuneWidth(r rune) int { return widths.RuneWidth(r) }

// Clean makes text that came from a file, a cluster or a container safe for one line of a terminal: no escapes, no
// control characters.
func Clean(s string) string {
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

// Cut shortens a line without colours to n columns.
func Cut(s string, n int) string {
	switch {
	case Width(s) <= n:
		return s
	case n <= 1:
		return "…"
	}
	return widths.Truncate(s, n, "…")
}
