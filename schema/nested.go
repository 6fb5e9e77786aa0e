package schema

import (
	"fmt"
	"sort"
	"strings"
)

// Nested gives the values as Helm wants them: the name a.b is the key b in the map a. The error is Problems with code
// CH168 if a name is both a value and a map.
func (v Values) Nested() (map[string]any, error) {
	nested := map[string]any{}
	for _, name := range v.names() {
		if err := insert(nested, name, v[name]); err != nil {
			return nil, err
		}
	}
	return nested, nil
}

func insert(into map[string]any, name string, value any) error {
	parts := strings.Split(name, ".")
	for i, part := range parts[:len(parts)-1] {
		if _, taken := into[part]; !taken {
			into[part] = map[string]any{}
		}
		next, ok := into[part].(map[string]any)
		if !ok {
			return Problems{{Code: CodeNestedNameCollision, Severity: Error, Message: fmt.Sprintf(
				"the properties %s and %s cannot both be values of a chart: the first would have to be a map", strings.Join(parts[:i+1], "."), name),
				Hint: "rename one of them"}}
		}
		into = next
	}
	into[parts[len(parts)-1]] = value
	return nil
}

// Text gives the values as text, in the spelling of the reference: True and False, numbers as Python writes them.
func (v Values) Text() map[string]string {
	text := make(map[string]string, len(v))
	for name, value := range v {
		text[name] = textOf(value)
	}
	return text
}

func (v Values) names() []string {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
