package schema

import (
	"fmt"
	"math"
)

// readRules reads what the values of a property are held to, and warns of what cannot be held.
func (r *reader) readRules(p *Property, n *node, path string) {
	p.Pattern = r.wordsAt(n, "pattern", path+".pattern")
	for _, item := range r.listAt(n, "enum", path+".enum") {
		p.Enum = append(p.Enum, item.plain())
	}
	p.Minimum, p.Maximum = r.numberAt(n, "minimum", path), r.numberAt(n, "maximum", path)
	p.MinLength, p.MaxLength = r.lengthAt(n, "minLength", path), r.lengthAt(n, "maxLength", path)
	if p.Type == "" {
		return
	}
	s := suitor{reader: r, p: p, n: n}
	s.numbers()
	s.lengths()
	s.pattern()
	s.enum()
}

// numberAt gives an int64, a float64 or nil. No tool checks these, so that a wrong one is only warned of.
func (r *reader) numberAt(n *node, key, path string) any {
	v := n.get(key)
	if v == nil {
		return nil
	}
	switch v.scalar.(type) {
	case int64, float64:
		return v.scalar
	}
	r.warn(v.position, CodeShape, path+"."+key+" must be a number, but is "+v.describe(), "")
	return nil
}

func (r *reader) lengthAt(n *node, key, path string) *int64 {
	v := n.get(key)
	if v == nil {
		return nil
	}
	if i, ok := v.scalar.(int64); ok {
		return &i
	}
	r.warn(v.position, CodeShape, path+"."+key+" must be a whole number, but is "+v.describe(), "")
	return nil
}

// suitor takes over the rules of a property that suit its type, and warns of the others.
type suitor struct {
	*reader
	p *Property
	n *node
}

func (s *suitor) warnOf(key, code, what, hint string) {
	s.warn(s.n.keyAt(key), code, "the "+key+" of property "+shorten(s.p.Name)+" "+what, hint)
}

// suits says whether a rule is there for a type that it is made for.
func (s *suitor) suits(key string, given, suitable bool, of string) bool {
	if given && !suitable {
		s.warnOf(key, CodeRule, fmt.Sprintf("is not held: it is a rule for %s, but the property is of type %s", of, s.p.Type), "remove it, or change the type")
	}
	return given && suitable
}

func (s *suitor) numbers() {
	p := s.p
	numeric := p.Type == TypeInteger || p.Type == TypeNumber
	for key, rule := range map[string]struct {
		given any
		held  *any
	}{"minimum": {p.Minimum, &p.rules.minimum}, "maximum": {p.Maximum, &p.rules.maximum}} {
		switch {
		case !s.suits(key, rule.given != nil, numeric, "numbers"):
		case !finite(rule.given):
			s.warnOf(key, CodeRule, "is not held: it is not a finite number", "")
		default:
			*rule.held = rule.given
		}
	}
	if p.rules.minimum != nil && p.rules.maximum != nil && asFloat(p.rules.minimum) > asFloat(p.rules.maximum) {
		s.warnOf("minimum", CodeRule, "is more than its maximum; neither is held", "exchange them")
		p.rules.minimum, p.rules.maximum = nil, nil
	}
}

func (s *suitor) lengths() {
	p := s.p
	for key, rule := range map[string]struct {
		given *int64
		held  **int64
	}{"minLength": {p.MinLength, &p.rules.minLength}, "maxLength": {p.MaxLength, &p.rules.maxLength}} {
		switch {
		case !s.suits(key, rule.given != nil, p.Type == TypeString, "strings"):
		case *rule.given < 0:
			s.warnOf(key, CodeRule, "is not held: a length cannot be negative", "")
		default:
			*rule.held = rule.given
		}
	}
	if p.rules.minLength != nil && p.rules.maxLength != nil && *p.rules.minLength > *p.rules.maxLength {
		s.warnOf("minLength", CodeRule, "is more than its maxLength; neither is held", "exchange them")
		p.rules.minLength, p.rules.maxLength = nil, nil
	}
}

func (s *suitor) pattern() {
	if !s.suits("pattern", s.p.Pattern != "", s.p.Type == TypeString, "strings") {
		return
	}
	known := s.patternOf(s.p.Pattern)
	if known.err != nil {
		s.warnOf("pattern", CodePattern, "is not held: "+known.err.Error(), "write it without look-around, back references and counts over 1000")
		return
	}
	s.p.rules.pattern, s.p.rules.patternSize = s.p.Pattern, known.size
}

func finite(v any) bool {
	f, ok := v.(float64)
	return !ok || !math.IsNaN(f) && !math.IsInf(f, 0)
}

// asFloat gives an int64 or float64 as a float64: good enough to compare limits.
func asFloat(v any) float64 {
	if i, ok := v.(int64); ok {
		return float64(i)
	}
	f, _ := v.(float64)
	return f
}
