package manual_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/schema/manual"
)

var update = flag.Bool("update", false, "write the pages of the reference anew")

const reference = "../../docs/reference"

func TestThePagesOfTheReferenceAreWhatTheManualSays(t *testing.T) {
	pages := map[string]string{
		"schema-yaml.md":     manual.Reference(),
		"schema.schema.json": string(manual.JSONSchema()),
		"codes/README.md":    manual.CodesIndex(),
	}
	for _, c := range manual.Codes() {
		pages["codes/"+c.ID+".md"] = c.Markdown(said(t, c))
	}
	for name, page := range pages {
		compare(t, filepath.Join(reference, name), page)
	}
	rejectOthers(t, pages)
}

// said is what Chandler says of the code's example, a line for a problem.
func said(t *testing.T, c manual.Code) string {
	t.Helper()
	var lines []string
	for _, p := range problemsOf(t, c.ID, c.Wrong) {
		if p.Code == c.ID {
			lines = append(lines, p.Error())
		}
	}
	return strings.Join(lines, "\n")
}

func compare(t *testing.T, file, page string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, []byte(page)) {
		t.Errorf("%s is not what the manual says; run go test ./schema/manual -update", file)
	}
}

// rejectOthers finds pages of codes that there are no longer.
func rejectOthers(t *testing.T, pages map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(reference, "codes", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := "codes/" + filepath.Base(file); pages[name] == "" {
			t.Errorf("%s is the page of no code", file)
		}
	}
}
