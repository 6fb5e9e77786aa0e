package provision

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// Missing are required parameters that nobody gave a value.
type Missing []*schema.Property

// Error names them and where the schema declares them.
func (m Missing) Error() string {
	names := make([]string, len(m))
	for i, p := range m {
		names[i] = fmt.Sprintf("%s (%s:%d)", p.Name, p.File, p.Line)
	}
	if len(names) == 1 {
		return "required parameter " + names[0] + " has no value"
	}
	return "required parameters have no value: " + strings.Join(names, ", ")
}

// Hint says how to give them.
func (m Missing) Hint() string {
	example := map[string]any{}
	for _, p := range m {
		example[p.Name] = placeholder(p)
	}
	text, err := json.Marshal(example)
	if err != nil { // strings, numbers and booleans: cannot happen
		text = []byte("{…}")
	}
	return fmt.Sprintf("Give it with --parameters '%s', or a default in the package's test schema.", text)
}

// Placeholder is a value of the property's type that stands for one that is not known.
func Placeholder(p *schema.Property) any { return placeholder(p) }

func placeholder(p *schema.Property) any {
	switch p.Type {
	case schema.TypeInteger:
		return int64(1)
	case schema.TypeNumber:
		return 1.0
	case schema.TypeBoolean:
		return true
	}
	return "value"
}
