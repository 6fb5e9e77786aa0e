package schema

import (
	"errors"
	"fmt"
	"regexp/syntax"
)

// Bounds on patterns. Matching takes time in proportion to size and text, never more; real patterns have some hundred
// bytes.
const (
	maxPatternBytes = 4096
	maxPatternSize  = 5000 // instructions
)

// pattern is what is known of a regular expression that was looked at.
type pattern struct {
	size int
	err  error // why it cannot be held, in words for the user
}

// patternOf looks at a pattern, once for each text: aliases can repeat one without end.
func (r *reader) patternOf(text string) pattern {
	if known, ok := r.patterns[text]; ok {
		return known
	}
	size, err := patternSize(text)
	if r.patterns == nil {
		r.patterns = map[string]pattern{}
	}
	r.patterns[text] = pattern{size, err}
	return r.patterns[text]
}

// patternSize gives about the number of instructions that a pattern of RE2 is compiled to. It compiles nothing, so that
// large repetitions cost nothing.
func patternSize(text string) (int, error) {
	if len(text) > maxPatternBytes {
		return 0, fmt.Errorf("it has %d bytes, more than %d", len(text), maxPatternBytes)
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	var fault *syntax.Error
	switch {
	case errors.As(err, &fault):
		return 0, fmt.Errorf("it is not RE2: %s: %s", fault.Code, shorten(fault.Expr))
	case err != nil:
		return 0, fmt.Errorf("it is not RE2: %w", err)
	}
	size := sizeOf(tree)
	if size > maxPatternSize {
		return 0, fmt.Errorf("its repetitions come to %d steps, more than %d", size, maxPatternSize)
	}
	return size, nil
}

func sizeOf(tree *syntax.Regexp) int {
	if tree.Op == syntax.OpLiteral {
		return len(tree.Rune)
	}
	size := 1
	for _, sub := range tree.Sub {
		size += sizeOf(sub)
	}
	if tree.Op == syntax.OpRepeat {
		size *= max(tree.Min, tree.Max, 1)
	}
	return size
}
