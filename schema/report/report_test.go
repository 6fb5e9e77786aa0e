package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/schema"
)

var update = flag.Bool("update", false, "write the golden files")

// faulty is a package with problems of many kinds: in wide characters, after tabs, in a line longer than a screen.
func faulty(t *testing.T) (schema.Problems, Sources) {
	t.Helper()
	data, err := os.ReadFile("testdata/schema.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, problems := schema.Lint(schema.Source{Name: "schema.yaml", Data: data}, nil)
	if len(problems) < 6 {
		t.Fatalf("the file has fewer problems than it is there for: %v", problems)
	}
	return problems, Sources{"schema.yaml": data}
}

func TestProblemsAreShownWithTheirLineAndACaret(t *testing.T) {
	problems, sources := faulty(t)
	for name, columns := range map[string]int{"wide": 0, "narrow": 60} {
		t.Run(name, func(t *testing.T) {
			got := Text{Sources: sources, Width: columns}.All(problems) + Summary(problems) + "\n"
			if strings.Contains(got, "\x1b") {
				t.Error("there are colours in it")
			}
			golden(t, name+".txt", got)
		})
	}
}

func TestColourChangesNoWord(t *testing.T) {
	problems, sources := faulty(t)
	plain, coloured := Text{Sources: sources}.All(problems), Text{Sources: sources, Colour: true}.All(problems)
	if plain == coloured {
		t.Error("there is no colour")
	}
	lines := strings.Split(coloured, "\n")
	for i, l := range strings.Split(plain, "\n") {
		if ansi.Width(l) != ansi.Width(lines[i]) {
			t.Errorf("%q has other columns than %q", lines[i], l)
		}
	}
}

func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	problems, sources := faulty(t)
	for columns := 30; columns < 130; columns += 7 {
		for _, p := range problems {
			for _, l := range (Text{Sources: sources, Width: columns}).Block(p) {
				if strings.Contains(l, " | ") && ansi.Width(l) > columns {
					t.Errorf("%d columns in a terminal of %d: %q", ansi.Width(l), columns, l)
				}
			}
		}
	}
}

func TestTheCaretStandsUnderThePlace(t *testing.T) {
	for name, c := range map[string]struct {
		line   string
		column int
		want   string // what is underlined
	}{
		"a key":                     {"  default: x", 3, "default"},
		"a key without value":       {"  default:", 3, "default"},
		"a value":                   {"  default: some words # why", 12, "some words"},
		"a quoted value":            {`  title: "a \"b\" c" # why`, 10, `"a \"b\" c"`},
		"a quoted value, cut off":   {`  title: 'never ends`, 10, `'never ends`},
		"a value in braces":         {"  a: {type: strin, title: x}", 13, "strin"},
		"after CJK characters":      {"  이름: {type: strin}", 14, "strin"},
		"in CJK characters":         {"  title: 이름 길", 10, "이름 길"},
		"after a tab":               {"\tname: x", 2, "name"},
		"the tab":                   {"\tname: x", 1, "    name"},
		"after a combining mark":    {"  title: e\u0301x", 12, "x"},
		"a map":                     {"  a: {b: c}", 6, "{"},
		"past the end":              {"  a", 9, ""},
		"column 0":                  {"a: b", 0, "a"},
		"a time has a colon inside": {"a: 10:30:00", 4, "10:30:00"},
	} {
		t.Run(name, func(t *testing.T) {
			e := excerptOf(c.line, c.column, 80)
			column, underlined := 0, ""
			for _, r := range e.text {
				if ansi.RuneWidth(r) > 0 && column >= e.start && column < e.start+e.width {
					underlined += string(r)
				}
				column += ansi.RuneWidth(r)
			}
			if underlined != c.want {
				t.Errorf("%q is underlined, want %q, in %q", underlined, c.want, e.text)
			}
		})
	}
}

func TestAVeryLongLineIsCutOnBothSides(t *testing.T) {
	line := strings.Repeat("ab, ", 100_000)
	for _, columns := range []int{40, 120, 10_000} {
		e := excerptOf("{"+line+"}", 200_002, columns)
		if ansi.Width(e.text) > min(columns, maxAround) || !strings.HasPrefix(e.text, "…") || !strings.HasSuffix(e.text, "…") {
			t.Errorf("in %d columns %d are shown: %q", columns, ansi.Width(e.text), e.text)
		}
	}
}

func TestLinesAreCountedAsYAMLCountsThem(t *testing.T) {
	for name, text := range map[string]string{
		"\\n": "a: {type: string}\nb: [", "\\r\\n": "a: x\r\nb: [", "\\r": "a: x\rb: [", "byte order mark": "\ufeffa: x\nb: [", "NEL": "a: x\u0085b: [", "LS": "a: x\u2028b: [",
	} {
		if line, ok := (Sources{"f": []byte(text)}).line("f", 2); !ok || line != "b: [" {
			t.Errorf("%s: line 2 is %q", name, line)
		}
	}
	for _, text := range []string{"", "a", "a\xff\nb"} {
		if line, ok := (Sources{"f": []byte(text)}).line("f", 2); ok {
			t.Errorf("%q has no line 2 to show, but %q is", text, line)
		}
	}
}

func TestOnlyTheSourcesThatAreGivenAreShown(t *testing.T) {
	p := schema.Problem{Code: schema.CodeSyntax, Severity: schema.Error, File: "parameters.yaml", Line: 1, Column: 1, Message: "not YAML"}
	got := Text{Sources: Sources{"schema.yaml": []byte("properties: {}")}}.All(schema.Problems{p})
	if want := "parameters.yaml:1:1: error CH100: not YAML\n\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNothingInAFileCommandsTheTerminal(t *testing.T) {
	p := schema.Problem{Code: schema.CodeSyntax, Severity: schema.Error, File: "a\x1b[2J.yaml", Line: 1, Column: 1, Message: "\x1b]0;x\x07", Hint: "\u009b1m"}
	got := Text{Sources: Sources{p.File: []byte("x\x1b[2Jy\u202ez: \x07")}}.All(schema.Problems{p})
	if strings.ContainsAny(got, "\x1b\x07\u009b\u202e") {
		t.Errorf("%q", got)
	}
}

func TestEveryOneOfVeryManyProblemsIsTold(t *testing.T) {
	var problems schema.Problems
	for i := range 250 {
		problems = append(problems, schema.Problem{Code: schema.CodeUnknownKey, Severity: schema.Warning, File: "f", Line: 1, Column: i + 1, Message: "unknown"})
	}
	got := Text{Sources: Sources{"f": []byte(strings.Repeat("a,", 300))}}.All(problems)
	if told, shown := strings.Count(got, "warning CH104"), strings.Count(got, "^"); told != 250 || shown != maxExcerpts {
		t.Errorf("%d problems are told, %d with their line", told, shown)
	}
}

func TestTheJSONDocumentHoldsEveryField(t *testing.T) {
	problems, _ := faulty(t)
	problems = append(problems, schema.Problem{Code: schema.CodeValueRule, Severity: schema.Error, File: "parameters.yaml", Parameter: "replicas", Message: "too many"},
		schema.Problem{Code: "CH214", Severity: schema.Warning, File: "Deployment/web", Message: "no memory limit on container web"})
	var b bytes.Buffer
	if err := WriteJSON(&b, problems); err != nil {
		t.Fatal(err)
	}
	golden(t, "problems.json", b.String())
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil {
		t.Fatal(err)
	}
	var none Document
	if err := json.Unmarshal(b.Bytes(), &none); err != nil || none.Problems == nil {
		t.Errorf("without problems there has to be an empty list, but there is %s", b.String())
	}
}

func TestSARIFIsValidForItsSchema(t *testing.T) {
	problems, _ := faulty(t)
	for i := range problems {
		problems[i].File = "/work/deploy/my schema.yaml"
	}
	s := SARIF{Version: "1.2.3", Folder: "/work"}
	for name, ps := range map[string]schema.Problems{"problems": problems, "none": nil} {
		if err := s.report(ps).Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := s.report(problems)
	broken.Version = "2.2.0"
	if broken.Validate() == nil {
		t.Error("a wrong document is valid too")
	}
	var b bytes.Buffer
	if err := s.Write(&b, problems); err != nil {
		t.Fatal(err)
	}
	golden(t, "problems.sarif", b.String())
}

func TestProblemsAreCounted(t *testing.T) {
	e, w := schema.Problem{Severity: schema.Error, File: "a"}, schema.Problem{Severity: schema.Warning, File: "b"}
	for want, ps := range map[string]schema.Problems{"no problems": nil, "1 error in 1 file": {e}, "2 errors, 1 warning in 2 files": {e, w, e}, "1 warning in 1 file": {w}} {
		if got := Summary(ps); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
