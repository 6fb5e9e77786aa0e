package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// Document is what WriteJSON writes. Fields may be added; none is renamed or taken away.
type Document struct {
	// Errors and Warnings count the problems.
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems []Problem `json:"problems"`
}

// Problem is a schema.Problem as JSON has it.
type Problem struct {
	Code     string          `json:"code"`
	Severity schema.Severity `json:"severity"`
	// File is the file, or the object among the rendered manifests. Line and Column, in characters, count from 1; they
	// are absent where the problem has no place.
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	// Parameter is the name of the parameter whose value is at fault.
	Parameter string `json:"parameter,omitempty"`
	Message   string `json:"message"`
	Hint      string `json:"hint,omitempty"`
	// Page is the page of the documentation on the code, from the root of Chandler's repository.
	Page string `json:"page"`
}

// Problems gives problems in the form that JSON has.
func Problems(problems schema.Problems) []Problem {
	out := make([]Problem, 0, len(problems))
	for _, p := range problems {
		out = append(out, Problem{Code: p.Code, Severity: p.Severity, File: p.File, Line: p.Line, Column: p.Column,
			Parameter: p.Parameter, Message: p.Message, Hint: p.Hint, Page: page(p.Code)})
	}
	return out
}

// Schema gives the problem as schema has it.
func (p Problem) Schema() schema.Problem {
	return schema.Problem{Code: p.Code, Severity: p.Severity, File: p.File, Line: p.Line, Column: p.Column,
		Parameter: p.Parameter, Message: p.Message, Hint: p.Hint}
}

// page is where the documentation has a code: those of schemas (CH1xx) have a page each, those of rules one together.
func page(code string) string {
	if strings.HasPrefix(code, "CH1") {
		return "docs/reference/codes/" + code + ".md"
	}
	return "docs/reference/verdicts.md"
}

// WriteJSON writes the problems as one indented Document. The error is that of w.
func WriteJSON(w io.Writer, problems schema.Problems) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	d := Document{Errors: len(problems.Errors()), Warnings: len(problems.Warnings()), Problems: Problems(problems)}
	if err := e.Encode(d); err != nil {
		return fmt.Errorf("write the problems as JSON: %w", err)
	}
	return nil
}
