package schema

import (
	"fmt"
	"sort"
	"strings"
)

// Bounds on the maps that names are nested into: a dot costs a byte in a file, but a map here.
const (
	maxNestedLevels = 30
	maxNestedMaps   = 50_000
)

// Nested gives the values as Helm wants them: the name a.b is the key b in the map a. The error is Problems with code
// CH168 if a name is both a value and a map, and CH102 if names have more than 30 levels, or 50,000 in all.
func (v Values) Nested() (map[string]any, error) {
	nested := map[string]any{}
	levels := 0
	for _, name := range v.names() {
		dots := strings.Count(name, ".")
		if levels += dots; dots >= maxNestedLevels || levels > maxNestedMaps {
			return nil, Problems{problemAt("", position{}, CodeLimit, fmt.Sprintf("the name %s cannot be a value of a chart: names have too many dots", shorten(name)),
				fmt.Sprintf("a name has at most %d levels, and all names %d", maxNestedLevels, maxNestedMaps))}
		}
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
