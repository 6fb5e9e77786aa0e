package schema

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// node is a value of a YAML file with its place: aliases and merges are resolved, duplicate keys are gone.
// An alias shares the node that it stands for.
type node struct {
	position
	kind    kind
	scalar  any    // string, int64, float64, bool, date or nil
	text    string // of a scalar, as it is written
	entries []entry
	items   []*node
	size    int // values in it, itself included
}

type entry struct {
	key string
	at  position
	*node
}

type kind int

const (
	scalarKind kind = iota
	mapKind
	listKind
)

// plain gives the node as Go values, with dates as text.
func (n *node) plain() any {
	if n == nil {
		return nil
	}
	switch n.kind {
	case mapKind:
		m := make(map[string]any, len(n.entries))
		for _, e := range n.entries {
			m[e.key] = e.plain()
		}
		return m
	case listKind:
		l := make([]any, len(n.items))
		for i, item := range n.items {
			l[i] = item.plain()
		}
		return l
	}
	if d, ok := n.scalar.(date); ok {
		return string(d)
	}
	return n.scalar
}

func (n *node) isNull() bool {
	return n == nil || n.kind == scalarKind && n.scalar == nil
}

func place(y *yaml.Node) position {
	return position{y.Line, y.Column}
}

// shorten keeps messages on a line.
func shorten(text string) string {
	const most = 40
	return shortenTo(most, text)
}

func shortenTo(most int, text string) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// get gives the value of a key, or nil where the key is absent or null.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.key == key && !e.isNull() {
			return e.node
		}
	}
	return nil
}

// has says whether the map has a key, be it empty.
func (n *node) has(key string) bool {
	return slices.ContainsFunc(n.entries, func(e entry) bool { return e.key == key })
}

// keyAt gives the place of a key, or that of the map where the key is absent.
func (n *node) keyAt(key string) position {
	for _, e := range n.entries {
		if e.key == key {
			return e.at
		}
	}
	return n.position
}

// truthy says whether Python would take the value for true: the reference decides by it in places.
func (n *node) truthy() bool {
	if n.isNull() {
		return false
	}
	switch n.kind {
	case mapKind:
		return len(n.entries) > 0
	case listKind:
		return len(n.items) > 0
	}
	return truthy(n.scalar)
}

func truthy(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case string:
		return v != ""
	case int64:
		return v != 0
	case float64:
		return v != 0
	case bool:
		return v
	}
	return true
}
