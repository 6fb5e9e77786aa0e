package manual

import (
	"fmt"
	"strings"
)

// overviewDepth is how many levels of keys the overview shows.
const overviewDepth = 3

// Overview is the tree of the upper keys with their summaries, as plain text for a terminal of a width.
func Overview(width int) string {
	const column = 34
	var b strings.Builder
	b.WriteString("The keys of schema.yaml:\n\n")
	for _, k := range Keys() {
		depth := strings.Count(k.Path, ".")
		if depth >= overviewDepth {
			continue
		}
		name := strings.Repeat("  ", depth+1) + k.Name()
		if len(Children(k.below())) > 0 && depth == overviewDepth-1 {
			name += " …"
		}
		lines := wrap(k.Summary, max(width-column, 20))
		fmt.Fprintf(&b, "%-*s %s\n", column-1, name, lines[0])
		for _, line := range lines[1:] {
			fmt.Fprintf(&b, "%-*s %s\n", column-1, "", line)
		}
	}
	return b.String()
}
