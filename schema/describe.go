package schema

import "fmt"

// describe names the kind of a value, and its text if it has one.
func (n *node) describe() string {
	switch n.kind {
	case mapKind:
		return "a map"
	case listKind:
		return "a list"
	}
	return describe(n.scalar)
}

func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "empty"
	case bool:
		return fmt.Sprintf("the boolean %t", v)
	case int64, float64:
		return "the number " + textOf(v)
	case date:
		return "the date " + string(v)
	case string:
		return fmt.Sprintf("the text %q", shorten(v))
	case map[string]any:
		return "a map"
	case []any:
		return "a list"
	}
	return "of a kind that YAML does not have"
}
