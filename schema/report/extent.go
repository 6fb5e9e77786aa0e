package report

import "strings"

// extent gives how many characters of a line belong to the key or value that begins at a character, counted from 0: to
// the closing quote, else to the colon after a key, the end of a value, or a comment. It is at least 1. Only the line is
// looked at, so that what goes on below is cut at its end.
func extent(line []rune, from int) int {
	if from >= len(line) {
		return 1
	}
	if quote := line[from]; quote == '"' || quote == '\'' {
		return quoted(line[from:], quote)
	}
	if strings.ContainsRune("{[|>-&*!", line[from]) {
		return 1
	}
	text := string(line[from:])
	text, _, _ = strings.Cut(text, " #")
	if at := keyEnd(text); at >= 0 {
		text = text[:at]
	}
	if inFlow(line[:from]) {
		if at := strings.IndexAny(text, ",]}"); at >= 0 {
			text = text[:at]
		}
	}
	return max(len([]rune(strings.TrimRight(text, " \t"))), 1)
}

func quoted(text []rune, quote rune) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// keyEnd gives the place of the colon that ends a key, or -1.
func keyEnd(text string) int {
	if at := strings.Index(text, ": "); at >= 0 {
		return at
	}
	if strings.HasSuffix(strings.TrimRight(text, " \t"), ":") {
		return strings.LastIndexByte(text, ':')
	}
	return -1
}

// inFlow says whether the text before a place has opened more braces and brackets than it has closed.
func inFlow(before []rune) bool {
	open := 0
	for _, r := range before {
		switch r {
		case '{', '[':
			open++
		case '}', ']':
			open--
		}
	}
	return open > 0
}
