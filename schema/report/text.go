package report

import (
	"fmt"
	"strings"

	"github.com/chandler-dev/chandler/internal/ansi"
	"github.com/chandler-dev/chandler/schema"
)

// defaultWidth is the width of lines where there is no terminal.
const defaultWidth = 120

// Text describes how problems are written for people.
type Text struct {
	// Sources are the files of which lines are shown.
	Sources Sources
	// Colour is false where NO_COLOR is set or there is no terminal.
	Colour bool
	// Width is the terminal's, in columns; 0 if there is none. Only lines of files are cut to it.
	Width int
}

// maxExcerpts bounds how many problems are shown with a line of the file: nobody reads more, and a hostile file may
// have very many in very long lines.
const maxExcerpts = 100

// All gives all problems, each as Block has it, with an empty line after each; from the 101st on without lines of
// files. It is empty if there are none.
func (t Text) All(problems schema.Problems) string {
	var out strings.Builder
	for i, p := range problems {
		if i == maxExcerpts {
			t.Sources = nil
		}
		out.WriteString(strings.Join(t.Block(p), "\n") + "\n\n")
	}
	return out.String()
}

// Block gives the lines of one problem: where and what, the line of the file with the place underlined if the file is
// among the sources, and what to do.
func (t Text) Block(p schema.Problem) []string {
	style := ansi.Style{Colour: t.Colour}
	colour := "1;31"
	if p.Severity == schema.Warning {
		colour = "1;33"
	}
	lines := []string{style.Bold(ansi.Clean(Place(p))+":") + " " + style.Paint(colour, string(p.Severity)+" "+p.Code) + ": " + ansi.Clean(p.Message)}
	if line, known := t.Sources.line(p.File, p.Line); known {
		lines = append(lines, t.excerpt(style, colour, line, p)...)
	}
	if p.Hint != "" {
		lines = append(lines, "  hint: "+ansi.Clean(p.Hint))
	}
	return lines
}

func (t Text) excerpt(style ansi.Style, colour, line string, p schema.Problem) []string {
	number := fmt.Sprintf("%5d | ", p.Line)
	columns := t.Width
	if columns == 0 {
		columns = defaultWidth
	}
	e := excerptOf(line, p.Column, columns-len(number))
	gutter := strings.Repeat(" ", len(number)-2) + "| "
	return []string{
		style.Faint(number) + e.text,
		style.Faint(gutter) + strings.Repeat(" ", e.start) + style.Paint(colour, "^"+strings.Repeat("~", e.width-1)),
	}
}

// Place says where a problem is: file:line:column, or the file alone.
func Place(p schema.Problem) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Summary counts problems: "2 errors, 1 warning in 2 files", or "no problems".
func Summary(problems schema.Problems) string {
	if len(problems) == 0 {
		return "no problems"
	}
	files := map[string]bool{}
	for _, p := range problems {
		files[p.File] = true
	}
	return Count(problems) + " in " + count(len(files), "file")
}

// Count counts errors and warnings: "2 errors, 1 warning", or "no problems".
func Count(problems schema.Problems) string {
	var parts []string
	if n := len(problems.Errors()); n > 0 {
		parts = append(parts, count(n, "error"))
	}
	if n := len(problems.Warnings()); n > 0 {
		parts = append(parts, count(n, "warning"))
	}
	if len(parts) == 0 {
		return "no problems"
	}
	return strings.Join(parts, ", ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
