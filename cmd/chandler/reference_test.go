package main

import (
	"flag"
	"testing"

	"github.com/chandler-dev/chandler/internal/pages"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestTheReferencePageIsWhatTheCommandsSay(t *testing.T) {
	page, err := pages.Commands(newRoot(streams{}), "# Command line\n\nThis page is the commands' own help; `go test ./cmd/chandler -update` writes it anew.\n\n"+
		"Exit status of every command: 0 done, or the answer is yes; 1 the answer is no; 2 used wrongly, or it could not be judged.\n")
	if err != nil {
		t.Fatal(err)
	}
	pages.Hold(t, "../../docs/reference/command-line.md", page, *update)
}

func TestEveryCommandHasAnExample(t *testing.T) {
	for _, c := range pages.Documented(newRoot(streams{})) {
		if c.Example == "" || c.Short == "" {
			t.Errorf("%s has no example or no description", c.CommandPath())
		}
	}
}
