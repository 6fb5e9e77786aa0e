package render

import (
	"fmt"
	"regexp"
	"strconv"
)

// Error is a fault of a file of the package.
type Error struct {
	// File is the path in the image, or of a template within its chart. Line counts from 1 and is 0 if it is not known.
	// For a document it is the line of what the file renders to. Column counts bytes from 1, and is 0 if it is not known.
	File         string
	Line, Column int
	// Message says what is wrong, Hint what to do; Hint may be empty.
	Message, Hint string
}

// Error is the fault in one line: file:line:column: message (hint).
func (e *Error) Error() string {
	text := e.File
	if e.Line > 0 {
		text = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	if e.Line > 0 && e.Column > 0 {
		text += fmt.Sprintf(":%d", e.Column)
	}
	text += ": " + e.Message
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}

// templatePlace finds the template and line that an error of Helm speaks of.
var templatePlace = regexp.MustCompile(`([\w./-]+\.(?:ya?ml|tpl|txt|json)):(\d+)`)

// chartError puts an error of Helm's into our form.
func chartError(c chart, err error) error {
	e := &Error{File: c.path, Message: err.Error()}
	if m := templatePlace.FindStringSubmatch(err.Error()); m != nil {
		e.File = m[1]
		e.Line, _ = strconv.Atoi(m[2])
	}
	return e
}
