package schema

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

// Severity says whether a Problem stops the work.
type Severity string

// The severities. An Error cannot work; a Warning works, but surely not as meant.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one fault of a schema or of the values for it.
type Problem struct {
	// Code is one of the Code constants (CH1xx). Callers decide by it, never by the message.
	Code     string
	Severity Severity
	// File is the name that Parse was given. Line and Column count from 1, and are 0 where a fault has no place. Columns
	// count characters (Unicode code points), a tab as one, as the YAML library does; Line counts every break that
	// YAML 1.1 knows.
	File         string
	Line, Column int
	// Parameter is the name of the parameter whose value is at fault; empty where the fault is not in a value.
	Parameter string
	Message   string
	// Hint says what to do; may be empty.
	Hint string
}

// Error is the problem in one line: file:line:column: code: message.
func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
	text := fmt.Sprintf("%s: %s: %s", place, p.Code, p.Message)
	if p.Severity == Warning {
		text = fmt.Sprintf("%s: %s: warning: %s", place, p.Code, p.Message)
	}
	if p.Hint != "" {
		text += " (" + p.Hint + ")"
	}
	return text
}

// Problems are all faults found in one run, in the order of the file. As an error it has at least one of severity Error.
type Problems []Problem

// Error has one line for every problem, errors before warnings.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range append(ps.Errors(), ps.Warnings()...) {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

// Errors gives the problems that cannot work.
func (ps Problems) Errors() Problems { return ps.of(Error) }

// Warnings gives the problems that do not stop the work.
func (ps Problems) Warnings() Problems { return ps.of(Warning) }

// Err gives the problems as an error, or nil if there are only warnings.
func (ps Problems) Err() error {
	if len(ps.Errors()) == 0 {
		return nil
	}
	return ps
}

// Has says whether one of the problems has that code.
func (ps Problems) Has(code string) bool {
	for _, p := range ps {
		if p.Code == code {
			return true
		}
	}
	return false
}

// Strict gives the problems with every warning made an error.
func (ps Problems) Strict() Problems {
	strict := make(Problems, len(ps))
	for i, p := range ps {
		p.Severity = Error
		strict[i] = p
	}
	return strict
}

func (ps Problems) of(s Severity) Problems {
	var found Problems
	for _, p := range ps {
		if p.Severity == s {
			found = append(found, p)
		}
	}
	return found
}

func (ps Problems) sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// position is a place in a file; lines and columns count from 1.
type position struct {
	line, column int
}

func problemAt(file string, at position, code, message, hint string) Problem {
	return Problem{Code: code, Severity: Error, File: file, Line: at.line, Column: at.column, Message: visible(message), Hint: visible(hint)}
}

// visible writes control characters, which quoted text of a file can have, as their escapes: a message is one line, and
// does nothing to a terminal.
func visible(text string) string {
	if !strings.ContainsFunc(text, unprintable) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unprintable(r) {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unprintable is true of what is no character to be seen, line separators and marks of direction among it.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

func quantity(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}
