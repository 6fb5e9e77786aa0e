// Package safeyaml writes values as YAML that every reader reads the same, whether it follows YAML 1.1 or 1.2: a text
// that one of them would take for a number, a boolean, a time or nothing is quoted, and a number keeps its type.
package safeyaml

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Marshal gives a map as a YAML document in block style, its keys sorted. Values are string, bool, int64, float64, or a
// map of such; the error says which key has another.
func Marshal(values map[string]any) ([]byte, error) {
	root, err := mapping(values)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return b.Bytes(), nil
}

func mapping(values map[string]any) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value, err := node(values[key])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		n.Content = append(n.Content, text(key), value)
	}
	return n, nil
}

func node(v any) (*yaml.Node, error) {
	switch v := v.(type) {
	case map[string]any:
		return mapping(v)
	case string:
		return text(v), nil
	case bool:
		return scalar("!!bool", strconv.FormatBool(v)), nil
	case int64:
		return scalar("!!int", strconv.FormatInt(v, 10)), nil
	case float64:
		return scalar("!!float", float(v)), nil
	}
	return nil, fmt.Errorf("a value that is neither text, number, boolean nor map")
}

func scalar(tag, value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

// plain is text that is no number, time or other thing in any version of YAML, unless it is one of the words.
var plain = regexp.MustCompile(`^[A-Za-z_/]([A-Za-z0-9_/.:@+-]*[A-Za-z0-9_/.@+-])?$`)

var words = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}

func text(s string) *yaml.Node {
	n := scalar("!!str", s)
	if !plain.MatchString(s) || slices.Contains(words, strings.ToLower(s)) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// float writes a number with a point, without which YAML 1.1 takes it for a whole number or for text.
func float(f float64) string {
	switch {
	case math.IsNaN(f):
		return ".nan"
	case math.IsInf(f, 1):
		return ".inf"
	case math.IsInf(f, -1):
		return "-.inf"
	}
	number := strconv.FormatFloat(f, 'g', -1, 64)
	mantissa, exponent, scaled := strings.Cut(number, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	if scaled {
		return mantissa + "e" + exponent
	}
	return mantissa
}
