package schema

import "fmt"

// maxProblems is how many problems of a file are told before only errors are, and as many of these again.
const maxProblems = 1000

// add appends a problem, unless there are so many that nobody would read it. An error that is left out has a thousand
// before it, so that Err of the whole stays what it would be.
func (ps *Problems) add(p Problem) {
	n := len(*ps)
	switch {
	case n < maxProblems, p.Severity == Error && n < 2*maxProblems:
		*ps = append(*ps, p)
	case n == maxProblems, n == 2*maxProblems:
		p.Code, p.Hint = CodeLimit, ""
		p.Message = fmt.Sprintf("there are more than %d problems; not all of the others are shown", maxProblems)
		*ps = append(*ps, p)
	}
}

// possibleValues gives a number of values that a YAML file surely does not exceed, as a look at its single bytes tells:
// every value but the first stands behind a character that announces it. The YAML library has to be kept from files
// with more values than we read, since it needs some 300 bytes for each.
func possibleValues(data []byte) int {
	n := 1
	for i, c := range data {
		switch c {
		case '[', '{':
			n++
		case ',', '?':
			n += 2 // {a, b}: a key and its null
		case ':', '-':
			if i+1 == len(data) || endsIndicator(data[i+1]) {
				n += 2
			}
		}
	}
	return n
}

// endsIndicator says whether a colon or dash before c can be more than a part of a word.
func endsIndicator(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', '[', ']', '{', '}', '"', '\'':
		return true
	}
	return c >= 0x80 // a line end of Unicode, or a byte order mark
}
