package testspec

import (
	"cmp"
	"fmt"
	"strings"
)

// Note is a remark on a place of a test spec: a fault, or a warning.
type Note struct {
	File string
	// Line and Column count from 1; they are 0 where there is no place.
	Line, Column int
	Message      string
}

// String is file:line:column: message.
func (n Note) String() string {
	if n.Line == 0 {
		return n.File + ": " + n.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", n.File, n.Line, n.Column, n.Message)
}

// Faults are what makes a test spec unusable, in the order of the file.
type Faults []Note

// Error has one line for every fault.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, n := range f {
		lines[i] = n.String()
	}
	return strings.Join(lines, "\n")
}

// byPlace is the order of the file.
func byPlace(a, b Note) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
