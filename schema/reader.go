package schema

import (
	"fmt"
	"slices"
	"strings"
)

// reader takes values out of a tree and notes what is wrong with them. Its methods go on after a fault, so that one run
// reports all of them; they give the zero value for what is absent, null or wrong.
type reader struct {
	file     string
	problems Problems
}

func (r *reader) fault(at position, code, message, hint string) {
	r.problems = append(r.problems, problemAt(r.file, at, code, message, hint))
}

func (r *reader) warn(at position, code, message, hint string) {
	p := problemAt(r.file, at, code, message, hint)
	p.Severity = Warning
	r.problems = append(r.problems, p)
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

// mapAt gives the map under a key, or nil. path names the map in messages.
func (r *reader) mapAt(n *node, key, path string) *node {
	return r.asMap(n.get(key), path)
}

// asMap gives the node if it is a map, and nil otherwise.
func (r *reader) asMap(n *node, path string) *node {
	if n.isNull() {
		return nil
	}
	if n.kind == mapKind {
		return n
	}
	r.fault(n.position, CodeShape, path+" must be a map, but is "+n.describe(), "")
	return nil
}

// listAt gives the items of the list under a key.
func (r *reader) listAt(n *node, key, path string) []*node {
	v := n.get(key)
	if v == nil {
		return nil
	}
	if v.kind != listKind {
		r.fault(v.position, CodeShape, path+" must be a list, but is "+v.describe(), "")
		return nil
	}
	return v.items
}

// mapsAt gives the items of a list of maps.
func (r *reader) mapsAt(n *node, key, path string) []*node {
	var maps []*node
	for i, item := range r.listAt(n, key, path) {
		if item.kind != mapKind {
			r.fault(item.position, CodeShape, fmt.Sprintf("%s[%d] must be a map, but is %s", path, i, item.describe()), "")
			continue
		}
		maps = append(maps, item)
	}
	return maps
}

// textAt gives the text under a key, which must be text for YAML too.
func (r *reader) textAt(n *node, key, path string) string {
	v := n.get(key)
	if v == nil {
		return ""
	}
	text, ok := v.scalar.(string)
	if !ok {
		r.fault(v.position, CodeShape, path+" must be text, but is "+v.describe(), "write it in quotes")
	}
	return text
}

// wordsAt gives any scalar as text: for what is only shown, or never looked into.
func (r *reader) wordsAt(n *node, key, path string) string {
	v := n.get(key)
	if v == nil {
		return ""
	}
	if v.kind != scalarKind {
		r.fault(v.position, CodeShape, path+" must be text, but is "+v.describe(), "")
		return ""
	}
	return textOf(v.scalar)
}

func (r *reader) textsAt(n *node, key, path string) []string {
	var texts []string
	for i, item := range r.listAt(n, key, path) {
		text, ok := item.scalar.(string)
		if !ok {
			r.fault(item.position, CodeShape, fmt.Sprintf("%s[%d] must be text, but is %s", path, i, item.describe()), "write it in quotes")
			continue
		}
		texts = append(texts, text)
	}
	return texts
}

func (r *reader) boolAt(n *node, key, path string, otherwise bool) bool {
	v := n.get(key)
	if v == nil {
		return otherwise
	}
	b, ok := v.scalar.(bool)
	if !ok {
		r.fault(v.position, CodeShape, path+" must be true or false, but is "+v.describe(), "")
		return otherwise
	}
	return b
}

func (r *reader) intAt(n *node, key, path string, otherwise int64) int64 {
	v := n.get(key)
	if v == nil {
		return otherwise
	}
	i, ok := v.scalar.(int64)
	if !ok {
		r.fault(v.position, CodeShape, path+" must be a whole number, but is "+v.describe(), "")
		return otherwise
	}
	return i
}

// known warns of the keys of a map that nothing reads.
func (r *reader) known(n *node, path string, keys ...string) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		if !slices.Contains(keys, e.key) {
			r.warn(e.at, CodeUnknownKey, strings.TrimPrefix(path+"."+shorten(e.key), ".")+" is not known and ignored", "")
		}
	}
}

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
