package render

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseExpressions finds the references to the names that have values: those of parseTemplate, and expressions in
// braces, such as ${name:-default}. A second dollar sign before one makes it text: $$name and $${name} are $name and ${name}.
// What begins with another name is text, so that scripts in a manifest keep their own variables. The values that
// it gives are those that it got, and those of the expressions. The error is an *Error with line and column.
func parseExpressions(file, text string, values map[string]string) (template, map[string]string, error) {
	e := expressions{cutter: cutter{text: text, line: 1}, given: values, values: maps.Clone(values), known: map[string]piece{}}
	for at := e.dollar(0); at >= 0; {
		length, err := e.next(at)
		if err != nil {
			return nil, nil, e.fault(file, at, err)
		}
		at = e.dollar(at + length)
	}
	return e.rest(), e.values, nil
}

type expressions struct {
	cutter
	given, values map[string]string
	// known are the expressions that were there before, by their texts. Their names in values are numbers, which no
	// parameter has that can be referred to.
	known map[string]piece
	size  int // of their values
}

// next deals with a dollar sign, and gives how many bytes to go on after.
func (e *expressions) next(at int) (int, error) {
	if strings.HasPrefix(e.text[at:], "$$") {
		name, length := e.beginning(at + 1)
		if name == "" {
			return 2, nil
		}
		e.cut(at, 2, piece{text: "$"})
		return 1 + length, nil
	}
	name, length := e.beginning(at)
	if name == "" {
		return length, nil
	}
	if whole, end := reference(e.text[at:]); whole == name {
		e.cut(at, end, piece{name: name, uses: []string{name}})
		return end, nil
	}
	text, err := expressionAt(e.text[at:])
	if err != nil {
		return 0, err
	}
	p, err := e.expression(text, name)
	if err != nil {
		return 0, err
	}
	e.cut(at, len(text), p)
	return len(text), nil
}

// expression evaluates an expression, if it was not there before.
func (e *expressions) expression(text, name string) (piece, error) {
	if p, known := e.known[text]; known {
		return p, nil
	}
	value, uses, err := evaluate(text, name, e.given)
	if err != nil {
		return piece{}, err
	}
	if e.size += len(value); e.size > maxOutputBytes {
		return piece{}, fmt.Errorf("the manifest renders to more than %d bytes", maxOutputBytes)
	}
	p := piece{name: strconv.Itoa(len(e.known)), uses: uses}
	e.known[text], e.values[p.name] = p, value
	return p, nil
}

// beginning reads $name, ${name or ${#name at a place: the name if it has a value, else "", and how many bytes it takes.
func (e *expressions) beginning(at int) (name string, length int) {
	rest := strings.TrimPrefix(e.text[at:], "$")
	braces := strings.HasPrefix(rest, "{")
	if braces {
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "{"), "#")
	}
	begin := len(e.text) - len(rest)
	end := begin
	for end < len(e.text) && isNamePart(e.text[end], end == begin) {
		end++
	}
	name, length = e.text[begin:end], end-at
	if _, known := e.given[name]; !known {
		return "", length
	}
	if r, _ := utf8.DecodeRuneInString(e.text[end:]); braces && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return "", length // a longer name, of letters that parameters have not
	}
	return name, length
}

// maxExpression bounds the text of an expression, and so how deep it is nested.
const maxExpression = 4096

// expressionAt gives the expression at the begin of a text: up to the brace that closes it.
func expressionAt(text string) (string, error) {
	depth := 0
	for at := 0; at < len(text) && at < maxExpression; at++ {
		switch {
		case strings.HasPrefix(text[at:], "${"):
			depth++
			at++
		case text[at] == '}':
			if depth--; depth == 0 {
				return text[:at+1], nil
			}
		}
	}
	if len(text) > maxExpression {
		return "", fmt.Errorf("there is no closing brace within %d bytes", maxExpression)
	}
	return "", errors.New("there is no closing brace")
}

// fault is an error about what stands at a place.
func (e *expressions) fault(file string, at int, err error) error {
	before := e.text[:at]
	return &Error{File: file, Line: 1 + strings.Count(before, "\n"), Column: at - strings.LastIndexByte(before, '\n'), Message: err.Error(),
		Hint: "see the dialect drone in the reference of schema.yaml; a second dollar sign before it, as in $${name}, makes it text"}
}
