package schema

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// mapping fills n with the keys of y: of two equal keys the last one counts and keeps the place of the first in the
// order; keys merged with << give way to the map's own.
func (b *builder) mapping(n *node, y *yaml.Node, depth int) {
	n.kind = mapKind
	index := map[string]int{}
	var merged []entry
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], b.build(y.Content[i+1], depth+1)
		b.grow(n, value.size+1)
		if b.full {
			return
		}
		if isMerge(key) {
			merged = append(merged, b.mergedEntries(value)...)
			continue
		}
		e := entry{key: b.keyOf(key), at: place(key), node: value}
		if at, twice := index[e.key]; twice {
			b.warn(e.at, CodeDuplicateKey, fmt.Sprintf("%s was already given in line %d; this one counts", shorten(e.key), n.entries[at].at.line))
			n.entries[at] = e
			continue
		}
		index[e.key] = len(n.entries)
		n.entries = append(n.entries, e)
	}
	for _, e := range merged {
		if _, own := index[e.key]; !own {
			index[e.key] = len(n.entries)
			n.entries = append(n.entries, e)
		}
	}
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && key.Style == 0
}

func (b *builder) mergedEntries(value *node) []entry {
	if value.kind == mapKind {
		return value.entries
	}
	var all []entry
	for _, item := range value.items {
		all = append(all, item.entries...)
	}
	if len(all) == 0 {
		b.fault(value.position, CodeShape, "<< merges a map, or a list of maps", "")
	}
	return all
}

// keyOf gives the text of a key. A key that YAML reads as another type keeps its spelling.
func (b *builder) keyOf(key *yaml.Node) string {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	if key.Kind != yaml.ScalarNode {
		b.fault(place(key), CodeKey, "a key must be text", "")
		return ""
	}
	if _, text := b.scalarOf(key).(string); !text {
		b.warn(place(key), CodeKey, fmt.Sprintf("YAML reads the key %s as another type than text; write it in quotes", shorten(key.Value)))
	}
	return key.Value
}
