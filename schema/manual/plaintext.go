package manual

import (
	"strings"
	"unicode/utf8"
)

// Plain turns the Markdown of the manual into plain text for a terminal of a width: paragraphs and list items are
// wrapped, examples are indented and stay as they are.
func Plain(markdown string, width int) string {
	var out []string
	example := false
	for _, line := range strings.Split(strings.TrimSpace(markdown), "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			example = !example
		case example && line != "":
			out = append(out, "    "+line)
		case strings.HasPrefix(line, "- "):
			wrapped := wrap(unmarked(line[2:]), width-4)
			out = append(out, "  - "+strings.Join(wrapped, "\n    "))
		case strings.HasPrefix(line, "#"):
			out = append(out, wrap(unmarked(strings.TrimLeft(line, "# ")), width)...)
		default:
			out = append(out, wrap(unmarked(line), width)...)
		}
	}
	return strings.Join(out, "\n") + "\n"
}

// unmarked takes the marks of code and links away.
func unmarked(line string) string {
	for {
		text, rest, link := strings.Cut(line, "](")
		_, after, closed := strings.Cut(rest, ")")
		open := strings.LastIndexByte(text, '[')
		if !link || !closed || open < 0 {
			return strings.ReplaceAll(line, "`", "")
		}
		line = text[:open] + text[open+1:] + after
	}
}

// wrap breaks a text at spaces into lines of at most width characters; words that are longer stand alone. There is at
// least one line.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+utf8.RuneCountInString(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
