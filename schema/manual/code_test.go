package manual_test

import (
	"crypto/rand"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/manual"
)

func TestEveryCodeHasAPageAndEveryPageACode(t *testing.T) {
	declared := declaredCodes(t)
	var described []string
	for _, c := range manual.Codes() {
		described = append(described, c.ID)
		if c.Title == "" || c.Severity == "" || c.What == "" || c.Why == "" || c.Fix == "" || len(c.Wrong) == 0 || len(c.Mended) == 0 {
			t.Errorf("the page of %s is not complete: %+v", c.ID, c)
		}
	}
	if !slices.Equal(declared, described) {
		t.Errorf("codes.go has  %v\nthe manual has %v", declared, described)
	}
}

func TestEveryWrongExampleHasItsProblemAndNoOther(t *testing.T) {
	for _, c := range manual.Codes() {
		t.Run(c.ID, func(t *testing.T) {
			found := problemsOf(t, c.ID, c.Wrong)
			if !found.Has(c.ID) {
				t.Errorf("the wrong example has no problem %s: %v", c.ID, found)
			}
			for _, p := range found {
				if p.Code != c.ID && p.Code != c.With {
					t.Errorf("the wrong example has another problem: %v", p)
				}
				if p.Code == c.ID && !strings.Contains(c.Severity, string(p.Severity)) {
					t.Errorf("the page says %q, but the problem is of severity %s", c.Severity, p.Severity)
				}
			}
		})
	}
}

func TestEveryMendedExampleHasNoProblem(t *testing.T) {
	for _, c := range manual.Codes() {
		if found := problemsOf(t, c.ID, mended(c)); len(found) > 0 {
			t.Errorf("%s: %v", c.ID, found)
		}
	}
}

// mended are the files of the wrong example with those that mend it in the place of theirs.
func mended(c manual.Code) []manual.File {
	files := slices.Clone(c.Mended)
	for _, f := range c.Wrong {
		if text(files, f.Name) == "" {
			files = append(files, f)
		}
	}
	return files
}

func text(files []manual.File, name string) string {
	for _, f := range files {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

// problemsOf does with an example what Chandler does with a package, until a step has errors.
func problemsOf(t *testing.T, code string, files []manual.File) schema.Problems {
	t.Helper()
	s, err := schema.Parse("schema.yaml", []byte(text(files, "schema.yaml")))
	if err != nil {
		return problems(t, err)
	}
	found := s.Check()
	if test := text(files, "schema.test.yaml"); test != "" && found.Err() == nil {
		s, err = overlaid(s, test)
		found = append(found, problems(t, err)...)
	}
	if code == schema.CodeSoleProperty { // not every example is a package
		for _, x := range []schema.XType{schema.Name, schema.Namespace} {
			_, err := s.Sole(x)
			found = append(found, problems(t, err)...)
		}
	}
	if parameters := text(files, "parameters.yaml"); parameters != "" && found.Err() == nil {
		found = append(found, problems(t, resolve(s, parameters))...)
	}
	return found
}

func overlaid(s *schema.Schema, test string) (*schema.Schema, error) {
	over, err := schema.ParseTest("schema.test.yaml", []byte(test))
	if err != nil {
		return nil, err
	}
	return schema.Overlay(s, over)
}

func resolve(s *schema.Schema, parameters string) error {
	given, err := schema.ParseValues("parameters.yaml", []byte(parameters))
	if err != nil {
		return err
	}
	values, err := schema.Resolve(s, given, schema.Environment{Rand: rand.Reader, Now: time.Unix(1e9, 0)})
	if err != nil {
		return err
	}
	_, err = values.Nested()
	return err
}

func problems(t *testing.T, err error) schema.Problems {
	t.Helper()
	var found schema.Problems
	if err != nil && !errors.As(err, &found) {
		t.Fatal(err)
	}
	return found
}

// declaredCodes reads the codes that the package schema declares, in their order.
func declaredCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			code, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, code)
		}
		return true
	})
	slices.Sort(found)
	return found
}
