package testspec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/internal/similar"
)

// reader walks a document and collects what is wrong with it.
type reader struct {
	file     string
	warnings []Note
	faults   Faults
}

func (r *reader) note(n *yaml.Node, message string) Note {
	if n == nil {
		return Note{File: r.file, Message: message}
	}
	return Note{File: r.file, Line: n.Line, Column: n.Column, Message: message}
}

func (r *reader) warn(n *yaml.Node, message string) {
	r.warnings = append(r.warnings, r.note(n, message))
}
func (r *reader) fault(n *yaml.Node, message string) { r.faults = append(r.faults, r.note(n, message)) }

// resolve follows an alias.
func resolve(n *yaml.Node) *yaml.Node {
	for n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n == nil {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	return n
}

func isNull(n *yaml.Node) bool { return resolve(n).ShortTag() == "!!null" }

// fields are the keys that a map knows, with what reads each.
type fields map[string]func(*yaml.Node)

// fields reads a map. Keys are found whatever their case, as the reference does; of equal ones the last counts. Keys
// that it does not know are warned of, as the reference ignores them in silence.
func (r *reader) fields(n *yaml.Node, what string, known fields) {
	if isNull(n) {
		return
	}
	m := resolve(n)
	if m.Kind != yaml.MappingNode {
		r.fault(n, what+" has to be a map")
		return
	}
	last := map[string]*yaml.Node{}
	for _, e := range r.entries(m, maxMerges) {
		name, ok := spelled(e.key.Value, known)
		if !ok {
			r.warn(e.key, unknown(e.key.Value, what, known))
			continue
		}
		if name != e.key.Value {
			r.warn(e.key, fmt.Sprintf("%s is written %s", e.key.Value, name))
		}
		if last[name] != nil {
			r.warn(e.key, fmt.Sprintf("%s is there more than once: the last one counts", name))
		}
		last[name] = e.value
	}
	for _, name := range slices.Sorted(maps.Keys(last)) {
		if !isNull(last[name]) {
			known[name](last[name])
		}
	}
}

// spelled is the key as it is meant to be written.
func spelled(key string, known fields) (string, bool) {
	if known[key] != nil {
		return key, true
	}
	for name := range known {
		if strings.EqualFold(name, key) {
			return name, true
		}
	}
	return "", false
}

func unknown(key, what string, known fields) string {
	message := fmt.Sprintf("%s has no key %s: it is ignored", what, key)
	if meant := similar.Word(key, slices.Sorted(maps.Keys(known))); meant != "" {
		message += "; did you mean " + meant
	}
	return message
}

type entry struct{ key, value *yaml.Node }

// maxMerges bounds merge keys (<<) within merge keys: an anchor can hold itself.
const maxMerges = 8

// entries are the keys of a map in order, with merged ones (<<) before its own, so that its own count.
func (r *reader) entries(m *yaml.Node, merges int) []entry {
	var merged, own []entry
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := resolve(m.Content[i]), m.Content[i+1]
		if k.ShortTag() != "!!merge" {
			own = append(own, entry{k, v})
			continue
		}
		if from := resolve(v); from.Kind == yaml.MappingNode && merges > 0 && merged == nil {
			merged = r.entries(from, merges-1)
		} else {
			r.fault(k, "<< has to be there once, with an alias of one map")
		}
	}
	return append(slices.DeleteFunc(merged, func(e entry) bool { return has(own, e.key.Value) }), own...)
}

func has(entries []entry, key string) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { return e.key.Value == key })
}

func (r *reader) items(n *yaml.Node, what string) []*yaml.Node {
	list := resolve(n)
	if list.Kind != yaml.SequenceNode {
		r.fault(n, what+" has to be a list")
		return nil
	}
	return list.Content
}
