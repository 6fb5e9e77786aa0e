package schema

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestParametersInAFileHaveTheTypesOfYAML(t *testing.T) {
	got, err := ParseValues("values.yaml", []byte("a: 1\nb: yes\nc: '1'\nd: 1.5\ne:\nf: 2025-01-31\n"))
	want := map[string]any{"a": int64(1), "b": true, "c": "1", "d": 1.5, "e": nil, "f": "2025-01-31"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestParametersMayBeJSONAndAnEmptyFileHasNone(t *testing.T) {
	if got, err := ParseValues("p", []byte(`{"a": "x", "b": false}`)); err != nil || got["a"] != "x" || got["b"] != false {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := ParseValues("p", nil); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := ParseValues("p", []byte("- a\n")); err == nil {
		t.Error("a list was taken")
	}
}

func TestParametersInAFolderGetTheTypesOfTheSchema(t *testing.T) {
	s := mustParse(t, v1("  text: {type: string}\n  int: {type: integer}\n  number: {type: number}\n  yes: {type: boolean}\n  no: {type: boolean}\n"))
	folder := fstest.MapFS{
		"text": file("line\n"), "int": file("5\n"), "number": file("2.5"), "yes": file("Yes\n"), "no": file("false"),
		"undeclared": file("2"), "..data/text": file("passed over"),
	}
	got, err := ReadValuesFolder(folder, s)
	want := map[string]any{"text": "line\n", "int": int64(5), "number": 2.5, "yes": true, "no": false, "undeclared": "2"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestAMountedConfigMapIsReadThroughItsLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "..2026"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "..2026", "a"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"..data": "..2026", "a": "..data/a"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := ReadValuesFolder(os.DirFS(dir), mustParse(t, v1("  a: {type: string}\n")))
	if diff := cmp.Diff(map[string]any{"a": "x"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestFilesThatAreNoValuesAreAllNamed(t *testing.T) {
	s := mustParse(t, v1("  int: {type: integer}\n  bool: {type: boolean}\n  number: {type: number}\n"))
	_, err := ReadValuesFolder(fstest.MapFS{"int": file("5.0"), "bool": file("TRUE"), "number": file("x"), "a b": file("")}, s)
	var ps Problems
	if !errors.As(err, &ps) || len(ps) != 4 || !ps.Has(CodeValueType) || !ps.Has(CodePropertyName) {
		t.Errorf("%v", err)
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestAFolderOfParametersIsNoLargerThanAFile(t *testing.T) {
	folder := fstest.MapFS{}
	for i := range 20 {
		folder[fmt.Sprintf("p%02d", i)] = &fstest.MapFile{Data: make([]byte, maxBytes/10)}
	}
	_, err := ReadValuesFolder(folder, mustParse(t, v1("")))
	var problems Problems
	if !errors.As(err, &problems) || !problems.Has(CodeLimit) || problems[0].File != "p10" {
		t.Errorf("the error is %v", err)
	}
}
