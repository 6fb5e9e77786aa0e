package report

import (
	"strings"
	"unicode/utf8"
)

// Sources are the texts of schema files, by the names under which problems have them. Lines are shown of these files
// and of no others: a file with values of parameters, which may be secrets, is never put among them.
type Sources map[string][]byte

// lineBreaks makes every break that YAML knows a \n, so that lines are counted as problems count them.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// line gives a line, counted from 1, and whether there is one.
func (s Sources) line(file string, number int) (string, bool) {
	data, known := s[file]
	if !known || number < 1 || !utf8.Valid(data) {
		return "", false
	}
	text := lineBreaks.Replace(strings.TrimPrefix(string(data), "\ufeff"))
	for range number - 1 {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return "", false
		}
		text = rest
	}
	line, _, _ := strings.Cut(text, "\n")
	return line, true
}
