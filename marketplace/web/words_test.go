package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

func TestEveryActionOfTheAuditHasWordsInBothLanguages(t *testing.T) {
	mustHaveWords(t, "actions", auditActions(t))
}

func TestEveryIconOfCategoriesHasWordsInBothLanguages(t *testing.T) {
	mustHaveWords(t, "icons", slices.Sorted(slices.Values(domain.CategoryIcons)))
}

// mustHaveWords holds an area of the texts to the keys that it must have, in order, and no others.
func mustHaveWords(t *testing.T, area string, want []string) {
	t.Helper()
	name := filepath.Join("src/i18n/areas", area+".ts")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	english, korean, _ := strings.Cut(string(text), "\n  },\n")
	for language, words := range map[string]string{"English": english, "Korean": korean} {
		var have []string
		for _, line := range regexp.MustCompile(`(?m)^    '?([\w./-]+)'?: '[^']+',$`).FindAllStringSubmatch(words, -1) {
			have = append(have, line[1])
		}
		slices.Sort(have)
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("the %s words of %s are not those that the store needs (-needed +there):\n%s", language, name, diff)
		}
	}
}

// families are the codes that end in the value of a type of the domain.
var families = map[string]string{"version.": "VersionAction", "verification.": "VerificationState", "change.": "ChangeState", "instance.": "ChangeKind"}

// unsaid are states in which nothing is written to the audit.
var unsaid = []string{"verification.queued", "verification.running", "change.pending", "change.running"}

// reader reads the audit's codes off the sources.
type reader struct {
	t     *testing.T
	files *token.FileSet
	// takes has the functions that are given a code, by package and name, and which of their arguments it is.
	takes map[[2]string]int
	// constants are the values of the domain's types.
	constants map[string][]string
	found     map[string]bool
}

// auditActions are all codes that the store writes to the audit, in order.
func auditActions(t *testing.T) []string {
	t.Helper()
	r := reader{t: t, files: token.NewFileSet(), takes: map[[2]string]int{}, constants: map[string][]string{}, found: map[string]bool{}}
	sources := r.parse("..")
	for _, look := range []func(in string, n ast.Node){r.declared, r.used} {
		for _, file := range sources {
			ast.Inspect(file, func(n ast.Node) bool {
				look(file.Name.Name, n)
				return true
			})
		}
	}
	for _, action := range unsaid {
		delete(r.found, action)
	}
	return slices.Sorted(maps.Keys(r.found))
}

func (r *reader) parse(root string) []*ast.File {
	var all []*ast.File
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "web") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(r.files, path, nil, parser.SkipObjectResolution)
		all = append(all, file)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// declared keeps the functions with a parameter of the name action, and the constants.
func (r *reader) declared(in string, n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		at := 0
		for _, parameters := range n.Type.Params.List {
			for _, name := range parameters.Names {
				if name.Name == "action" {
					r.takes[[2]string{in, n.Name.Name}] = at
				}
				at++
			}
		}
	case *ast.ValueSpec:
		kind, ok := n.Type.(*ast.Ident)
		if !ok || len(n.Values) != 1 {
			return
		}
		if value, ok := literal(n.Values[0]); ok {
			r.constants[kind.Name] = append(r.constants[kind.Name], value)
		}
	}
}

// used finds where a code is written: in an Entry, to its field or a variable action, or to a function that takes it.
func (r *reader) used(in string, n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if at, ok := r.takes[[2]string{in, nameOf(n.Fun)}]; ok {
			r.code(n.Args[at])
		}
	case *ast.CompositeLit:
		for _, element := range n.Elts {
			if field, ok := element.(*ast.KeyValueExpr); ok && nameOf(n.Type) == "Entry" && nameOf(field.Key) == "Action" {
				r.code(field.Value)
			}
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if name := nameOf(to); (name == "Action" || name == "action") && len(n.Lhs) == len(n.Rhs) {
				r.code(n.Rhs[i])
			}
		}
	}
}

// code keeps a code, or all codes of a family. One that is handed on has been written elsewhere.
func (r *reader) code(value ast.Expr) {
	if sum, ok := value.(*ast.BinaryExpr); ok {
		prefix, _ := literal(sum.X)
		members := r.constants[families[prefix]]
		if len(members) == 0 {
			r.t.Errorf("%s: the codes of %q are not known to this test", r.files.Position(value.Pos()), prefix)
		}
		for _, member := range members {
			r.found[prefix+member] = true
		}
		return
	}
	if action, ok := literal(value); ok {
		r.found[action] = true
	} else if name := nameOf(value); name != "action" {
		r.t.Errorf("%s: the code is not written here, so that this test cannot read it", r.files.Position(value.Pos()))
	}
}

// nameOf is the name of a function, type or field without its package.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}
