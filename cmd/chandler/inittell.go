package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/scaffold"
)

// maxListed is how many files of a chart are named one by one.
const maxListed = 6

// tell says what was written, what to look at, and what to do next.
func (f *initFlags) tell(w io.Writer, p *scaffold.Package, archives []initImage) error {
	flavour := images.Envsubst
	if p.Kind == scaffold.Helm {
		flavour = images.Helm
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s    %s, schema v2, %s\n\n", p.Name, p.Version, flavour, counted(len(p.Images), "image"))
	for _, line := range listing(slices.Sorted(maps.Keys(p.Files))) {
		fmt.Fprintf(&out, "    %s\n", filepath.Join(f.dir, line))
	}
	for _, a := range archives {
		fmt.Fprintf(&out, "    %s\n", filepath.Join(f.dir, "images", a.name+".tar"))
	}
	if len(p.Notes) > 0 {
		out.WriteString("\nLook at:\n")
	}
	for _, n := range p.Notes {
		if n.File != "" {
			n.Text = n.File + ": " + n.Text
		}
		fmt.Fprintf(&out, "  * %s\n", wrap(n.Text, 100, "    "))
	}
	fmt.Fprintf(&out, "\nNext:\n    chandler verify %s\n", shellQuoted(f.dir))
	_, err := io.WriteString(w, out.String())
	return err
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// listing names the files, those of a large chart by their number.
func listing(names []string) []string {
	inChart := 0
	for _, name := range names {
		if strings.HasPrefix(name, "chart/") {
			inChart++
		}
	}
	var out []string
	for _, name := range names {
		switch {
		case !strings.HasPrefix(name, "chart/") || inChart <= maxListed:
			out = append(out, name)
		case !slices.ContainsFunc(out, func(line string) bool { return strings.HasPrefix(line, "chart/") }):
			out = append(out, fmt.Sprintf("chart/ (%d files)", inChart))
		}
	}
	return out
}

// wrap breaks text into lines of about width columns; those after the first begin with indent.
func wrap(text string, width int, indent string) string {
	var out strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > width:
			out.WriteString("\n" + indent)
			column = len(indent)
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += len(word)
	}
	return out.String()
}

// shellQuoted is a word as one would type it in a shell.
func shellQuoted(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+,:@") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
