package schema

import (
	"fmt"
	"strings"
)

func (s *suitor) enum() {
	list := s.n.get("enum")
	if list == nil || list.kind != listKind {
		return
	}
	if len(list.items) == 0 {
		s.warnOf("enum", CodeRule, "is empty, and not held", "list the values that can be chosen, or remove it")
	}
	var read, ignored []string
	known := map[any]bool{}
	for _, item := range list.items {
		v, suits := enumEntry(s.p.Type, item)
		switch {
		case v == nil:
			ignored = append(ignored, item.describe())
		case !suits:
			read = append(read, item.describe())
		}
		if v != nil && !known[v] {
			known[v] = true
			s.p.rules.enum = append(s.p.rules.enum, v)
		}
	}
	const hint = "write the entries as values of the property's type"
	if len(read) > 0 {
		s.warnOf("enum", CodeRule, fmt.Sprintf("has %s, but the property is of type %s; read as such", few(read), s.p.Type), hint)
	}
	if len(ignored) > 0 {
		s.warnOf("enum", CodeRule, fmt.Sprintf("has %s, but the property is of type %s; ignored", few(ignored), s.p.Type), hint)
	}
}

// few joins the first of some words.
func few(words []string) string {
	const most = 5
	if len(words) > most {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return strings.Join(words, ", ")
}

// enumEntry reads an entry as a value of the type: numbers that are written as text, and text as it is written. v is
// nil if it cannot be one; suits says that it was written as one.
func enumEntry(t Type, item *node) (v any, suits bool) {
	text, isText := item.scalar.(string)
	switch {
	case item.isNull() || item.kind != scalarKind:
		return nil, false
	case isText && t == TypeString:
		return text, true
	case isText:
		v, err := fromText(t, text)
		return finiteOrNil(v, err == nil), false
	case t == TypeString:
		return item.text, false
	}
	v, ok := convert(t, item.scalar)
	_, isBool := v.(bool)
	return finiteOrNil(v, ok && isBool == (t == TypeBoolean)), true
}

func finiteOrNil(v any, ok bool) any {
	if !ok || !finite(v) {
		return nil
	}
	return v
}
