package testspec

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// text reads a text; nil if there is none. A number or boolean that is not quoted becomes its text as in the reference:
// 1.10 is 1.1, and yes is true.
func (r *reader) text(n *yaml.Node, what string) *string {
	s := resolve(n)
	if s.Kind != yaml.ScalarNode {
		r.fault(n, what+" has to be a text")
		return nil
	}
	if isNull(s) {
		return nil
	}
	value := plain(s)
	if value != s.Value {
		r.warn(n, fmt.Sprintf("%s is not quoted and becomes %s", s.Value, value))
	}
	return &value
}

// words of YAML 1.1 that are booleans there, and texts in YAML 1.2.
var (
	yes = []string{"yes", "on", "true"}
	no  = []string{"no", "off", "false"}
)

// plain is the text of a scalar as YAML 1.1 has it.
func plain(s *yaml.Node) string {
	if s.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 || s.Style&yaml.TaggedStyle != 0 {
		return s.Value
	}
	switch lower := strings.ToLower(s.Value); {
	case slices.Contains(yes, lower) && isWord(s.Value):
		return "true"
	case slices.Contains(no, lower) && isWord(s.Value):
		return "false"
	}
	var i int64
	var f float64
	switch s.ShortTag() {
	case "!!int":
		if s.Decode(&i) == nil {
			return strconv.FormatInt(i, 10)
		}
	case "!!float":
		if s.Decode(&f) == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return strconv.FormatFloat(f, 'g', -1, 64)
		}
	}
	return s.Value
}

// isWord says whether a word is written yes, Yes or YES: YAML 1.1 knows no other mixture.
func isWord(s string) bool {
	return s == strings.ToLower(s) || s == strings.ToUpper(s) || s[1:] == strings.ToLower(s[1:])
}

// texts reads a map of texts.
func (r *reader) texts(n *yaml.Node, what string) map[string]string {
	m := resolve(n)
	if m.Kind != yaml.MappingNode {
		r.fault(n, what+" has to be a map")
		return nil
	}
	texts := map[string]string{}
	for _, e := range r.entries(m, maxMerges) {
		texts[e.key.Value] = or(r.text(e.value, what), "")
	}
	return texts
}

// number reads a whole number; nil if there is none.
func (r *reader) number(n *yaml.Node, what string) *int {
	s := resolve(n)
	var f float64
	if tag := s.ShortTag(); (tag == "!!int" || tag == "!!float") && s.Decode(&f) == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		i := int(f)
		return &i
	}
	r.fault(n, what+" is compared with whole numbers only")
	return nil
}
