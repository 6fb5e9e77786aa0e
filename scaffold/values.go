package scaffold

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxValues bounds how many values of a chart are looked at: aliases can make a small file grow without end.
const maxValues = 20_000

// chartValue is a scalar among a chart's own values.
type chartValue struct {
	path        []string
	name        string // the path with dots
	value       any    // string, float64, bool or nil, as Helm reads it
	description string
}

// ownValues gives the scalars of a chart's values.yaml in the order of the file, with what comments say of them, and
// the names of the values that no property can set, for they lie in lists or below names with dots.
func (s *source) ownValues() (scalars []chartValue, beyond []string) {
	data := s.files["values.yaml"]
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil || len(document.Content) == 0 {
		return nil, nil
	}
	w := &valueWalk{values: s.Values, params: params(data), lines: strings.Split(string(data), "\n")}
	w.walk(nil, document.Content[0])
	return w.scalars, w.beyond
}

type valueWalk struct {
	values  map[string]any
	params  map[string]string
	lines   []string // of values.yaml
	scalars []chartValue
	beyond  []string
	visited int
}

func (w *valueWalk) walk(path []string, n *yaml.Node) {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode || len(path) > maxDepth {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if w.visited++; w.visited > maxValues {
			return
		}
		w.entry(append(path[:len(path):len(path)], n.Content[i].Value), n.Content[i], n.Content[i+1])
	}
}

func (w *valueWalk) entry(path []string, key, value *yaml.Node) {
	name := strings.Join(path, ".")
	v, there := at(w.values, path)
	if there && (strings.Contains(key.Value, ".") || !addressable(name)) {
		w.beyond = append(w.beyond, name)
		return
	}
	switch v.(type) {
	case map[string]any:
		w.walk(path, value)
		return
	case []any:
		w.beyond = append(w.beyond, name)
		return
	}
	if !there {
		return
	}
	description := w.params[name]
	if description == "" {
		description = w.describe(key, value)
	}
	w.scalars = append(w.scalars, chartValue{path: path, name: name, value: v, description: description})
}

var addressableName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// addressable tells whether a property can have the name.
func addressable(name string) bool { return addressableName.MatchString(name) }

// scalarText is a value as a chart's templates print it; "" for none.
func scalarText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// whole gives a number as an integer, if it is one that every program can hold.
func whole(f float64) (int64, bool) {
	return int64(f), f == math.Trunc(f) && math.Abs(f) < 1<<53
}
