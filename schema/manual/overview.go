package manual

import (
	"fmt"
	"strings"
)

// overviewDepth is how many levels of keys the overview shows.
const overviewDepth = 3

// Overview is the tree of the upper keys with their summaries, as plain text for a terminal of a width. Three dots stand
// for keys that are not shown.
func Overview(width int) string {
	var b strings.Builder
	b.WriteString("The keys of schema.yaml:\n\n")
	branch(&b, Children(""), 1, width)
	return b.String()
}

func branch(b *strings.Builder, keys []Key, depth, width int) {
	const column = 34
	for _, k := range keys {
		name, under := strings.Repeat("  ", depth)+k.Name(), Children(k.below())
		if depth == overviewDepth && len(under) > 0 {
			name += " …"
		}
		for _, line := range wrap(k.Summary, max(width-column, 20)) {
			fmt.Fprintf(b, "%-*s %s\n", column-1, name, line)
			name = ""
		}
		if depth < overviewDepth {
			branch(b, under, depth+1, width)
		}
	}
}
