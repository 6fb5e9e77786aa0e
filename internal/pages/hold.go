// Package pages makes pages of the documentation of what the code says itself, and holds what is written to it: for tests.
package pages

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Hold fails the test if a file is not what the code says; with update it writes the file anew.
func Hold(t testing.TB, file string, page []byte, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, page, 0o644); err != nil { //nolint:gosec // everybody may read documentation
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(written), "\n"), strings.Split(string(page), "\n")); diff != "" {
		t.Errorf("%s is not what the code says; run this test with -update (-written +said):\n%s", file, diff)
	}
}
