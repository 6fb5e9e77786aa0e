package main

import (
	"flag"
	"testing"

	"github.com/spf13/pflag"

	"github.com/chandler-dev/chandler/internal/pages"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestTheReferencePageIsWhatTheCommandsSay(t *testing.T) {
	page, err := pages.Commands(newRoot(), "# Command line of the store\n\nThis page is the commands' own help; `go test ./cmd/store -update` writes it anew.\n\n"+
		"Exit status of every command: 0 done; 2 not done, and standard error says why; 130 interrupted.\n")
	if err != nil {
		t.Fatal(err)
	}
	pages.Hold(t, "../../docs/reference/store-command-line.md", page, *update)
}

func TestEveryCommandHasAnExampleAndEveryFlagADescription(t *testing.T) {
	for _, c := range pages.Documented(newRoot()) {
		if c.Example == "" || c.Short == "" {
			t.Errorf("%s has no example or no description", c.CommandPath())
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s: --%s has no description", c.CommandPath(), f.Name)
			}
		})
	}
}
