package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/schema/manual"
)

// reader takes values out of a tree and notes what is wrong with them. Its methods go on after a fault, so that one run
// reports all of them; they give the zero value for what is absent, null or wrong.
type reader struct {
	file     string
	problems Problems
	patterns map[string]pattern
}

func (r *reader) fault(at position, code, message, hint string) {
	r.problems.add(problemAt(r.file, at, code, message, hint))
}

func (r *reader) warn(at position, code, message, hint string) {
	p := problemAt(r.file, at, code, message, hint)
	p.Severity = Warning
	r.problems.add(p)
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

// known warns of the keys of a map that nothing reads: those that the manual does not have at a place. path names the
// map in messages.
func (r *reader) known(n *node, path, place string) {
	if n == nil {
		return
	}
	for _, e := range n.entries {
		if slices.ContainsFunc(manual.Children(place), func(k manual.Key) bool { return k.Name() == e.key }) {
			continue
		}
		hint := ""
		if near := manual.Nearest(place, e.key); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.warn(e.at, CodeUnknownKey, strings.TrimPrefix(path+"."+shorten(e.key), ".")+" is not known and ignored", hint)
	}
}
