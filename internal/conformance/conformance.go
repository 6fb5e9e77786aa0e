// Package conformance finds, for tests and benchmarks, the data that says what the reference toolkit makes of real packages: in the
// folder that CHANDLER_CONFORMANCE names, else in ../shared/conformance beside the project.
package conformance

import (
	"os"
	"path/filepath"
	"testing"
)

// Packages gives the folders of all packages.
func Packages(t testing.TB) []string {
	t.Helper()
	return Having(t, "*/schema.yaml")
}

// Having gives the folders with a file or folder that a pattern names: */*/values.yaml gives the modes, install and
// verify, of the packages that have one. Without the data the test is skipped.
func Having(t testing.TB, pattern string) []string {
	t.Helper()
	root, err := Folder()
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Skipf("no conformance data in %s: set CHANDLER_CONFORMANCE to where it is", root)
	}
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	return found
}

// Folder gives the folder that the data is looked for in, be it there or not. The error is that of the working
// directory.
func Folder() (string, error) {
	if named := os.Getenv("CHANDLER_CONFORMANCE"); named != "" {
		return named, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil || dir == filepath.Dir(dir) {
			return filepath.Join(filepath.Dir(dir), "shared", "conformance"), nil
		}
	}
}
