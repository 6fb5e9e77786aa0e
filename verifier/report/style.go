package report

import (
	"strings"

	"github.com/chandler-dev/chandler/internal/ansi"
)

// style adds verdicts to what text for terminals is made of.
type style struct{ ansi.Style }

func newStyle(colour bool) style { return style{ansi.Style{Colour: colour}} }

func (s style) mark(v Verdict) string { return s.Paint(colours[v], marks[v]) }

func (s style) verdict(v Verdict) string { return s.Paint("1;"+colours[v], string(v)) }

var colours = map[Verdict]string{Passed: "32", Failed: "31", Skipped: "2"}

func pad(s string, column int) string { return strings.Repeat(" ", max(column-ansi.Width(s), 1)) }
