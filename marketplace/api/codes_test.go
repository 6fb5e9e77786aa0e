package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"net/http"
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

// codesPage is the page of the documentation whose table has all codes.
const codesPage = "../../docs/reference/api.md"

func TestThePageOfTheReferenceHasAllCodes(t *testing.T) {
	text, err := os.ReadFile(codesPage)
	if err != nil {
		t.Fatal(err)
	}
	written := codes{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| ([0-9, ]+) \\| .").FindAllStringSubmatch(string(text), -1) {
		for _, status := range strings.Split(row[2], ", ") {
			written.add(row[1], atoi(t, status))
		}
	}
	if diff := cmp.Diff(collect(t), written); diff != "" {
		t.Errorf("the table of %s is not what the code says (-said +written):\n%s", codesPage, diff)
	}
}

// codes are the stable codes of refusals, with the statuses that they come with.
type codes map[string][]int

func (c codes) add(code string, status int) {
	if !slices.Contains(c[code], status) {
		c[code] = append(c[code], status)
		slices.Sort(c[code])
	}
}

// inside are codes that no answer has: the engine takes them for itself.
var inside = []string{"lease-lost"}

// collect reads the codes off the sources of the packages whose refusals the API answers with.
func collect(t *testing.T) codes {
	t.Helper()
	found := codes{"not-found": {http.StatusNotFound}} // domain.NotFoundf
	for _, status := range []int{http.StatusBadRequest, http.StatusNotAcceptable, http.StatusRequestTimeout, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity} {
		found.add(codeOf(status), status)
	}
	for _, dir := range []string{"api", "artifacts", "auth", "clusters", "domain", "engine", "store"} {
		files, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				collectFile(t, file, found)
			}
		}
	}
	for _, code := range inside {
		delete(found, code)
	}
	return found
}

func collectFile(t *testing.T, name string, found codes) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			at, status := -1, 0
			switch nameOf(n.Fun) {
			case "Invalidf":
				at, status = 1, http.StatusUnprocessableEntity
			case "Conflictf":
				at, status = 0, http.StatusConflict
			}
			if at < 0 {
				return true
			}
			code, ok := literal(n.Args[at])
			if !ok {
				t.Errorf("%s: the code is not written here, so that this test cannot read it", files.Position(n.Pos()))
				return true
			}
			found.add(code, status)
		case *ast.CompositeLit:
			if kind := nameOf(n.Type); kind == "Error" || kind == "Problem" {
				collectLiteral(t, n, found)
			}
		}
		return true
	})
}

// collectLiteral reads an Error or a Problem that is written out; those whose code is handed on have it elsewhere.
func collectLiteral(t *testing.T, lit *ast.CompositeLit, found codes) {
	t.Helper()
	code, status := "", 0
	for _, element := range lit.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch nameOf(field.Key) {
		case "Code":
			code, _ = literal(field.Value)
		case "Kind":
			status = kinds[kindsByName[nameOf(field.Value)]].status
		case "Status":
			status = statusesByName[nameOf(field.Value)]
		}
	}
	if code == "" {
		return
	}
	if status == 0 {
		t.Errorf("the status of %q is not known to this test", code)
	}
	found.add(code, status)
}

var kindsByName = map[string]domain.Kind{"Invalid": domain.Invalid, "Unauthenticated": domain.Unauthenticated, "Forbidden": domain.Forbidden,
	"NotFound": domain.NotFound, "Conflict": domain.Conflict, "TooMany": domain.TooMany, "TooLarge": domain.TooLarge, "Unavailable": domain.Unavailable}

var statusesByName = map[string]int{"StatusInternalServerError": http.StatusInternalServerError, "StatusMethodNotAllowed": http.StatusMethodNotAllowed}

// nameOf is the name of a function, type or constant without its package.
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

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestThePageOfTheReferenceHasAllTopics holds the page to what can be listened for.
func TestThePageOfTheReferenceHasAllTopics(t *testing.T) {
	text, err := fs.ReadFile(os.DirFS(filepath.Dir(codesPage)), filepath.Base(codesPage))
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range slices.Sorted(maps.Keys(topicRules)) {
		if !regexp.MustCompile("(?m)^\\| `" + topic + "[/`]").Match(text) {
			t.Errorf("%s says nothing of the topic %s", codesPage, topic)
		}
	}
}
