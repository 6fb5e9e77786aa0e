package artifacts

import (
	"fmt"
	"strings"
)

// Problem is what is wrong with one file of an upload.
type Problem struct {
	// File is the path in the chart or the package; empty if it is about the whole. Line counts from 1; 0 if it is not known.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Message says what is wrong, Hint what to do; Hint may be empty.
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// String is the problem in one line: values.yaml: line 3: ….
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File + ": ")
	}
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", p.Line)
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString(" (" + p.Hint + ")")
	}
	return b.String()
}

// UploadError is why an upload is refused: at least one problem.
type UploadError struct{ Problems []Problem }

// Error has a line for each problem.
func (e *UploadError) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// refused is an UploadError of one problem.
func refused(file, message, hint string) error {
	return &UploadError{[]Problem{{File: file, Message: message, Hint: hint}}}
}

// maxProblems bounds how many problems are told of one upload.
const maxProblems = 50

// problems are those that were found so far.
type problems []Problem

func (p *problems) add(file string, line int, message, hint string) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{File: file, Line: line, Message: message, Hint: hint})
	}
}

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return &UploadError{p}
}
