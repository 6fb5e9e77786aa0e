package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Bounds on what is read, so that a hostile file costs little.
const (
	maxBytes = 1 << 20 // of a file
	maxDepth = 100     // levels of maps and lists
	maxNodes = 100_000 // values, with every alias counted as often as it is used, and long texts as several

	bytesOfNode = 64 // of a text count as one more value
)

// parseTree reads the one document of a YAML file. The tree is nil if the file is empty, and where ps has errors that
// leave nothing to read.
func parseTree(file string, data []byte) (tree *node, ps Problems) {
	if len(data) > maxBytes {
		return nil, Problems{problemAt(file, position{}, CodeLimit, fmt.Sprintf("the file has %d bytes; no more than %d are read", len(data), maxBytes), "")}
	}
	if atMost := possibleValues(data); atMost > maxNodes {
		return nil, Problems{problemAt(file, position{}, CodeLimit, fmt.Sprintf("the file may have more than %d values", maxNodes), "")}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, Problems{syntaxProblem(file, data, err)}
	}
	b := builder{file: file, built: map[*yaml.Node]*node{}}
	tree = b.build(&document, 0)
	b.expectEnd(decoder, data)
	return tree, b.problems
}

// builder turns the nodes of the YAML library into ours.
type builder struct {
	file     string
	built    map[*yaml.Node]*node // what anchors stand for; nil while it is being built
	problems Problems
	full     bool // a limit was reached and reported
}

func (b *builder) expectEnd(decoder *yaml.Decoder, data []byte) {
	var next yaml.Node
	switch err := decoder.Decode(&next); {
	case errors.Is(err, io.EOF):
	case err != nil:
		b.problems = append(b.problems, syntaxProblem(b.file, data, err))
	default:
		b.fault(place(&next), CodeSyntax, "a second document begins here; only one is allowed", "remove the line with ---")
	}
}

func (b *builder) fault(at position, code, message, hint string) {
	b.problems.add(problemAt(b.file, at, code, message, hint))
}

func (b *builder) warn(at position, code, message string) {
	p := problemAt(b.file, at, code, message, "")
	p.Severity = Warning
	b.problems.add(p)
}

// build never gives nil: what cannot be read becomes a null, and a problem.
func (b *builder) build(y *yaml.Node, depth int) *node {
	n := &node{position: place(y), size: 1}
	if b.full {
		return n
	}
	if depth > maxDepth {
		b.limit(n.position, fmt.Sprintf("more than %d levels of maps and lists", maxDepth))
		return n
	}
	switch y.Kind {
	case yaml.DocumentNode:
		return b.build(y.Content[0], depth)
	case yaml.AliasNode:
		return b.alias(y)
	case yaml.ScalarNode:
		n.scalar, n.text = b.scalarOf(y), y.Value
		n.size += len(y.Value) / bytesOfNode
	case yaml.SequenceNode:
		b.suitsTag(y, "!!seq")
		b.list(n, y, depth)
	case yaml.MappingNode:
		b.suitsTag(y, "!!map")
		b.mapping(n, y, depth)
	}
	if y.Anchor != "" {
		b.built[y] = n
	}
	return n
}

// grow counts what is put into n. It is called for every single value, so that an alias bomb is noticed before it is built.
func (b *builder) grow(n *node, by int) {
	if n.size += by; n.size > maxNodes {
		b.limit(n.position, fmt.Sprintf("more than %d values, aliases followed", maxNodes))
	}
}

func (b *builder) limit(at position, message string) {
	if !b.full {
		b.full = true
		b.fault(at, CodeLimit, message, "")
	}
}

func (b *builder) alias(y *yaml.Node) *node {
	if n := b.built[y.Alias]; n != nil {
		return n
	}
	b.fault(place(y), CodeLimit, fmt.Sprintf("the alias *%s stands inside of what it stands for", y.Value), "")
	return &node{position: place(y), size: 1}
}

func (b *builder) list(n *node, y *yaml.Node, depth int) {
	n.kind = listKind
	for _, content := range y.Content {
		item := b.build(content, depth+1)
		n.items = append(n.items, item)
		b.grow(n, item.size)
	}
}

func (b *builder) scalarOf(y *yaml.Node) any {
	var v any
	switch {
	case y.Style&yaml.TaggedStyle != 0 && y.Tag != "!":
		var known bool
		if v, known = resolveTagged(y.ShortTag(), y.Value); !known {
			b.refuseTag(y)
		}
		return v
	case y.Style == 0:
		var err error
		if v, err = resolvePlain(y.Value); err != nil {
			b.fault(place(y), CodeShape, fmt.Sprintf("%s: %v", shorten(y.Value), err), "write it in quotes if it is text")
		}
		return v
	}
	return y.Value
}

func (b *builder) suitsTag(y *yaml.Node, tag string) {
	if y.Style&yaml.TaggedStyle != 0 && y.ShortTag() != tag && y.Tag != "!" {
		b.refuseTag(y)
	}
}

func (b *builder) refuseTag(y *yaml.Node) {
	b.fault(place(y), CodeSyntax, fmt.Sprintf("the tag %s does not suit this value", shorten(y.Tag)), "remove the tag")
}
