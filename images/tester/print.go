package tester

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// What is printed of an output, in lines: where an action fails, and again at the end, where readers of a log begin.
const (
	longOutput  = 20
	shortOutput = 2
)

// The longest line of an output, and the longest text within a sentence, in characters.
const (
	longestLine = 300
	longestText = 120
)

type printer struct{ out io.Writer }

func (p printer) say(format string, args ...any) { fmt.Fprintf(p.out, format+"\n", args...) }

// output prints the last lines of what a script wrote.
func (p printer) output(what, text string, most int) {
	text = strings.TrimRight(text, "\n")
	if text == "" {
		return
	}
	lines := strings.Split(text, "\n")
	if skipped := len(lines) - most; skipped > 0 {
		p.say("      %s: lines before: %d", what, skipped)
		lines = lines[skipped:]
	}
	for _, l := range lines {
		p.say("      %s: %s", what, printable(l, longestLine))
	}
}

// summary says how many actions of a suite failed, and once more which and why.
func (p printer) summary(actions int, failures []failed) {
	if len(failures) == 0 {
		p.say(" >> Summary: PASSED")
		return
	}
	p.say(" >> Summary: %d FAILED, %d PASSED", len(failures), actions-len(failures))
	for _, f := range failures {
		p.say(" > %s: FAILED", f.name)
		p.say("      %s", f.reason)
		if strings.TrimSpace(f.stderr) != "" {
			p.output("stderr", f.stderr, shortOutput)
		} else {
			p.output("stdout", f.stdout, shortOutput)
		}
	}
}

// quoted is a text within a sentence, cut to a readable length.
func quoted(s string) string {
	if cut := []rune(strings.ToValidUTF8(s, "?")); len(cut) > longestText {
		return fmt.Sprintf("%s… (%d bytes)", strconv.Quote(string(cut[:longestText])), len(s))
	}
	return strconv.Quote(s)
}

// printable is a line without control characters, cut to a length: a log is read in terminals.
func printable(s string, most int) string {
	line := []rune(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?")))
	if len(line) > most {
		return string(line[:most]) + "…"
	}
	return string(line)
}
