package scaffold_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/scaffold"
)

func small() *scaffold.Package {
	return &scaffold.Package{Name: "x", Files: map[string][]byte{"a": []byte("1"), "b/c": []byte("2")}}
}

func TestAPackageIsWrittenWholeOrNotAtAll(t *testing.T) {
	for name, make := range map[string]bool{"a new folder": false, "an empty one": true} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "deep", "x")
			if make {
				must(t, os.MkdirAll(dir, 0o755))
			}
			broken := errors.New("disk full")
			if err := scaffold.Write(dir, small(), func(string) error { return broken }); !errors.Is(err, broken) {
				t.Fatalf("the error is %v", err)
			}
			if left := files(t, parent); left != "" {
				t.Errorf("there is left: %s", left)
			}
			must(t, scaffold.Write(dir, small(), func(temporary string) error {
				return os.WriteFile(filepath.Join(temporary, "d"), nil, 0o600)
			}))
			if got := files(t, dir); got != "a b/c d" {
				t.Errorf("there is %s", got)
			}
		})
	}
}

// files names the files in a folder and below it.
func files(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, name)
		}
		return err
	}))
	return strings.Join(names, " ")
}

func TestTheFolderStaysTheSameWhenItIsEmpty(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	must(t, scaffold.Write(".", small(), nil))
	if _, err := os.ReadFile("a"); err != nil {
		t.Errorf("the working directory is another one now: %v", err)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600))
	err := scaffold.Write(dir, small(), nil)
	if err == nil || !strings.Contains(err.Error(), dir+" is not empty") || files(t, dir) != "notes.txt" {
		t.Errorf("the error is %v, and there is %s", err, files(t, dir))
	}
	if err := scaffold.Free(filepath.Join(dir, "notes.txt")); err == nil {
		t.Error("a file is taken for a free folder")
	}
}

func TestNoFileLeavesTheFolder(t *testing.T) {
	parent := t.TempDir()
	p := &scaffold.Package{Files: map[string][]byte{"../escaped": nil}}
	if err := scaffold.Write(filepath.Join(parent, "x"), p, nil); err == nil || files(t, parent) != "" {
		t.Errorf("the error is %v, and there is %s", err, files(t, parent))
	}
}
