package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "write golden files anew")

// reference is the page of the documentation that is made of the commands' own help.
const reference = "../../docs/reference/command-line.md"

func TestTheReferencePageIsWhatTheCommandsSay(t *testing.T) {
	var page bytes.Buffer
	page.WriteString("# Command line\n\nThis page is the commands' own help; `go test ./cmd/chandler -update` writes it anew.\n\n" +
		"Exit status of every command: 0 done, or the answer is yes; 1 the answer is no; 2 used wrongly, or it could not be judged.\n")
	root := newRoot(streams{out: &page, err: &page})
	for _, c := range documented(root) {
		describe(t, &page, c)
	}
	if *update {
		if err := os.WriteFile(reference, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, page.Bytes()) {
		t.Errorf("%s is not what the commands say; run go test ./cmd/chandler -update", reference)
	}
}

// documented gives the commands below one, each before those below it; cobra's own are left out.
func documented(c *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, sub := range c.Commands() {
		if sub.Name() != "help" && sub.Name() != "completion" {
			all = append(append(all, sub), documented(sub)...)
		}
	}
	return all
}

func describe(t *testing.T, page *bytes.Buffer, c *cobra.Command) {
	t.Helper()
	fmt.Fprintf(page, "\n## %s\n\n```\n", c.CommandPath())
	c.InitDefaultHelpFlag()
	c.SetOut(page)
	if err := c.Help(); err != nil {
		t.Fatal(err)
	}
	page.Truncate(len(strings.TrimRight(page.String(), "\n")))
	page.WriteString("\n```\n")
	for _, sub := range c.Commands() {
		if sub.Name() != "help" {
			describe(t, page, sub)
		}
	}
}

func TestEveryCommandHasAnExample(t *testing.T) {
	for _, c := range documented(newRoot(streams{})) {
		if c.Example == "" || c.Short == "" {
			t.Errorf("%s has no example or no description", c.CommandPath())
		}
	}
}
