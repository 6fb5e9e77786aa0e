package schema

import (
	"fmt"
	"sort"

	"github.com/chandler-dev/chandler/internal/similar"
)

// maxHints is for how many unknown names a similar one is looked for.
const maxHints = 20

func (r *resolver) rejectUnknown() {
	names := make([]string, 0, len(r.given))
	for name := range r.given {
		if name != ImageRepoPrefixKey && r.schema.Property(name) == nil {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for i, name := range names {
		hint := "remove the value, or declare the property"
		if i < maxHints {
			hint = didYouMean(r.similar(name), hint)
		}
		r.failAt(name, r.schema.File, position{}, CodeUnknownParameter,
			fmt.Sprintf("a value is given for %q, but the schema has no such property", shorten(name)), hint)
	}
}

func didYouMean(word, otherwise string) string {
	if word == "" {
		return otherwise
	}
	return "did you mean " + word + "?"
}

// similar gives the property that was probably meant by a name.
func (r *resolver) similar(name string) string {
	names := make([]string, len(r.schema.Properties))
	for i, p := range r.schema.Properties {
		names[i] = p.Name
	}
	return similar.Word(name, names)
}
