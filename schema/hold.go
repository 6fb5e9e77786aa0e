package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	rule "github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// holder holds values to the rules of their properties until its work is done: a pattern costs its size for each byte
// of the text, and parameters can repeat a long text by aliases.
type holder struct {
	left int
}

// Work is counted in steps of a regular expression, of some 5 nanoseconds each.
const (
	workOfResolve = 200_000_000
	workOfCheck   = workOfResolve / 4
	workOfRules   = 5000 // to compile those of a property
	workOfByte    = 50   // to read a byte of a pattern
	workOfSize    = 150  // to compile an instruction of a pattern
)

// maxShownPattern is how many characters of a pattern a message has.
const maxShownPattern = 200

var errTooMuchToHold = errors.New("the values are too long for the patterns that they are held to")

// refusals says which rules of the property a value breaks, one sentence each, without the value; none if the value
// may stay. The value has the property's type. The error is errTooMuchToHold.
func (h *holder) refusals(p *Property, v any) ([]string, error) {
	if p.rules.none() {
		return nil, nil
	}
	text, _ := v.(string)
	if h.left -= workOfRules + len(p.rules.pattern)*workOfByte + p.rules.patternSize*workOfSize + (p.rules.patternSize+1)*len(text); h.left < 0 {
		return nil, errTooMuchToHold
	}
	if b, isBool := v.(bool); isBool && p.Type == TypeInteger {
		v = map[bool]int64{true: 1}[b] // as Python counts it
	}
	if !finite(v) {
		return []string{"must be a finite number"}, nil
	}
	compiled, err := compileRules(p.JSONSchema())
	if err != nil {
		return nil, fmt.Errorf("the rules of property %s: %w", p.Name, err)
	}
	var invalid *jsonschema.ValidationError
	if errors.As(compiled.Validate(v), &invalid) {
		return p.rules.sentences(invalid), nil
	}
	return nil, nil
}

// compileRules compiles a derived JSON Schema. It refers to nothing, and nothing could be loaded if it did.
func compileRules(rules map[string]any) (*jsonschema.Schema, error) {
	const url = "urn:chandler:property"
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	if err := compiler.AddResource(url, rules); err != nil {
		return nil, err
	}
	return compiler.Compile(url)
}

// sentences says what is broken, without the value.
func (r *rules) sentences(e *jsonschema.ValidationError) []string {
	if len(e.Causes) == 0 {
		return []string{r.sentence(e.ErrorKind)}
	}
	var all []string
	for _, cause := range e.Causes {
		all = append(all, r.sentences(cause)...)
	}
	return all
}

func (r *rules) sentence(broken jsonschema.ErrorKind) string {
	switch broken.(type) {
	case *rule.Enum:
		return "must be " + oneOf(r.enum)
	case *rule.Minimum:
		return "must be at least " + textOf(r.minimum)
	case *rule.Maximum:
		return "must be at most " + textOf(r.maximum)
	case *rule.MinLength:
		return "has fewer than " + characters(*r.minLength)
	case *rule.MaxLength:
		return "has more than " + characters(*r.maxLength)
	case *rule.Pattern:
		return "must match the pattern " + shortenTo(maxShownPattern, r.pattern)
	}
	return "is not of its type"
}

func characters(n int64) string {
	if n == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", n)
}

func oneOf(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		if words[i] = shorten(textOf(v)); strings.TrimSpace(words[i]) != words[i] || words[i] == "" {
			words[i] = fmt.Sprintf("%q", words[i])
		}
	}
	if len(words) == 1 {
		return words[0]
	}
	return "one of " + few(words)
}
