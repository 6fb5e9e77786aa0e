package testspec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Parse reads a test spec. The file's name tells the format (.json, .yaml or .yml) and is named in errors. The values
// are put into its templates first; places are those of the text that this gives. Warnings are about what works and is
// surely not meant; the error, if any, is Faults.
func Parse(file string, data []byte, values Values) (*Suite, []Note, error) {
	switch filepath.Ext(file) {
	case ".json", ".yaml", ".yml":
	default:
		return nil, nil, Faults{{File: file, Message: "is no test spec: its name has to end in .yaml, .yml or .json"}}
	}
	if len(data) > MaxSize {
		return nil, nil, Faults{{File: file, Message: errTooLarge.Error()}}
	}
	filled, warnings, err := fill(file, data, values)
	if err != nil {
		return nil, warnings, err
	}
	r := &reader{file: file, warnings: warnings}
	root, err := r.document(filled)
	if err != nil {
		return nil, r.warnings, err
	}
	suite := r.suite(root)
	slices.SortStableFunc(r.warnings, byPlace)
	slices.SortStableFunc(r.faults, byPlace)
	if len(r.faults) > 0 {
		return nil, r.warnings, r.faults
	}
	return suite, r.warnings, nil
}

// document is the first document of a file; nil if it is empty. JSON is read as the YAML that it is.
func (r *reader) document(data []byte) (*yaml.Node, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	var first, second yaml.Node
	err := d.Decode(&first)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err == nil {
		err = d.Decode(&second)
	}
	switch {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, Faults{{File: r.file, Message: strings.TrimPrefix(err.Error(), "yaml: ")}}
	default:
		r.warn(&second, "only the first document of the file is read")
	}
	return first.Content[0], nil
}

func (r *reader) suite(n *yaml.Node) *Suite {
	s := &Suite{}
	r.fields(n, "the test spec", fields{
		"actions": func(v *yaml.Node) {
			for _, item := range r.items(v, "actions") {
				s.Actions = append(s.Actions, r.action(item))
			}
		},
	})
	return s
}

func (r *reader) action(n *yaml.Node) (a Action) {
	r.fields(n, "an action", fields{
		"name":      func(v *yaml.Node) { a.Name = or(r.text(v, "name"), "") },
		"condition": func(v *yaml.Node) { a.Condition = r.condition(v) },
		"httpTest":  func(v *yaml.Node) { a.HTTPTest = r.httpTest(v) },
		"gcp":       func(*yaml.Node) { a.GCP = &GCP{} }, // not read further, as it is not run
		"bashTest":  func(v *yaml.Node) { a.BashTest = r.bashTest(v) },
	})
	if a.Name == "" && (isNull(n) || resolve(n).Kind == yaml.MappingNode) {
		r.fault(n, "the action has no name")
	}
	given := 0
	for _, is := range []bool{a.HTTPTest != nil, a.GCP != nil, a.BashTest != nil} {
		if is {
			given++
		}
	}
	switch {
	case given == 0:
		r.warn(n, fmt.Sprintf("action %q has neither httpTest nor bashTest: it passes without testing anything", a.Name))
	case given > 1:
		r.warn(n, fmt.Sprintf("action %q has more than one test: only the first of httpTest, gcp, bashTest is run", a.Name))
	}
	return a
}

func (r *reader) condition(n *yaml.Node) *Condition {
	c := &Condition{}
	r.fields(n, "condition", fields{"failuresSoFar": func(v *yaml.Node) { c.FailuresSoFar = r.ints(v, "failuresSoFar") }})
	return c
}

func (r *reader) httpTest(n *yaml.Node) *HTTPTest {
	h := &HTTPTest{Method: "GET"}
	expects := false
	r.fields(n, "httpTest", fields{
		"url":     func(v *yaml.Node) { h.URL = or(r.text(v, "url"), "") },
		"method":  func(v *yaml.Node) { h.Method = or(r.text(v, "method"), "GET") },
		"headers": func(v *yaml.Node) { h.Headers = r.texts(v, "headers") },
		"expect":  func(v *yaml.Node) { h.Expect, expects = r.httpExpect(v), true },
	})
	if h.URL == "" {
		r.fault(n, "the httpTest has no url")
	}
	if !expects {
		r.warn(n, "the httpTest expects nothing: any answer passes")
	}
	return h
}

func (r *reader) httpExpect(n *yaml.Node) (e HTTPExpect) {
	r.fields(n, "expect", fields{
		"statusCode": func(v *yaml.Node) { e.StatusCode = r.ints(v, "statusCode") },
		"statusText": func(v *yaml.Node) { e.StatusText = r.strings(v, "statusText") },
		"bodyText": func(v *yaml.Node) {
			r.fields(v, "bodyText", fields{"html": func(v *yaml.Node) {
				r.fields(v, "html", fields{"title": func(v *yaml.Node) { e.Title = r.strings(v, "title") }})
			}})
		},
	})
	return e
}

func (r *reader) bashTest(n *yaml.Node) *BashTest {
	b := &BashTest{}
	r.fields(n, "bashTest", fields{
		"script": func(v *yaml.Node) { b.Script = or(r.text(v, "script"), "") },
		"expect": func(v *yaml.Node) { b.Expect = r.bashExpect(v) },
	})
	if b.Script == "" {
		r.fault(n, "the bashTest has no script")
	}
	if b.Expect == nil {
		r.warn(n, "the bashTest expects nothing: it passes even if the script fails")
	}
	return b
}

func (r *reader) bashExpect(n *yaml.Node) *BashExpect {
	e := &BashExpect{}
	r.fields(n, "expect", fields{
		"exitCode": func(v *yaml.Node) { e.ExitCode = r.ints(v, "exitCode") },
		"stdout":   func(v *yaml.Node) { e.Stdout = r.strings(v, "stdout") },
		"stderr":   func(v *yaml.Node) { e.Stderr = r.strings(v, "stderr") },
	})
	return e
}

func (r *reader) ints(n *yaml.Node, what string) *IntAssert {
	a := &IntAssert{}
	number := func(to **int) func(*yaml.Node) { return func(v *yaml.Node) { *to = r.number(v, what) } }
	r.fields(n, what, fields{"equals": number(&a.Equals), "atLeast": number(&a.AtLeast), "atMost": number(&a.AtMost),
		"lessThan": number(&a.LessThan), "greaterThan": number(&a.GreaterThan), "notEquals": number(&a.NotEquals)})
	return a
}

func (r *reader) strings(n *yaml.Node, what string) *StringAssert {
	a := &StringAssert{}
	text := func(to **string) func(*yaml.Node) { return func(v *yaml.Node) { *to = r.text(v, what) } }
	r.fields(n, what, fields{"exactly": text(&a.Exactly), "equals": text(&a.Equals), "contains": text(&a.Contains),
		"notContains": text(&a.NotContains), "matches": text(&a.Matches)})
	return a
}

func or(s *string, otherwise string) string {
	if s == nil {
		return otherwise
	}
	return *s
}
