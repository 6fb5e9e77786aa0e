package report

import (
	"slices"

	"github.com/chandler-dev/chandler/schema"
	problems "github.com/chandler-dev/chandler/schema/report"
)

// maxProblems is how many problems are shown below a step, so that a run stays on a screen.
const maxProblems = 5

// errors gives the problems that made the step fail.
func (s *Step) errors() schema.Problems { return s.all().Errors() }

func (s *Step) warnings() schema.Problems { return s.all().Warnings() }

func (s *Step) all() schema.Problems {
	all := make(schema.Problems, 0, len(s.Problems))
	for _, p := range s.Problems {
		all = append(all, p.Schema())
	}
	return all
}

// problems draws the errors of a step below it, with the lines of the schema that they are in.
func (t text) problems(s *Step, errors schema.Problems) []string {
	draw := problems.Text{Sources: s.Sources, Colour: t.style.Colour}
	if t.width > 0 {
		draw.Width = max(t.width, minWidth) - 4
	}
	var lines []string
	shown := errors[:min(len(errors), maxProblems)]
	for _, p := range shown {
		for _, l := range draw.Block(p) {
			lines = append(lines, t.below(l)...)
		}
	}
	if rest := slices.Concat(errors[len(shown):], s.warnings()); len(rest) > 0 {
		lines = append(lines, t.below("and "+problems.Count(rest)+", in lint.log and the JSON report")...)
	}
	return lines
}
