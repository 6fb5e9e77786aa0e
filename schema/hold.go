package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	rule "github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// holder holds values to the rules of their properties, and keeps count of the work: a pattern costs its size for each
// byte of the text, and parameters can repeat a long text by aliases.
type holder struct {
	spent int
}

// Costs are in steps of a regular expression, of a few nanoseconds each.
const (
	maxHeld     = 100_000_000
	compileCost = 2000 // of a property's rules
)

var errTooMuchToHold = errors.New("the values are too long for the patterns that they are held to")

// refusals says which rules of the property a value breaks, one sentence each, without the value; none if the value
// may stay. The value has the property's type. The error is errTooMuchToHold.
func (h *holder) refusals(p *Property, v any) ([]string, error) {
	if p.rules.none() {
		return nil, nil
	}
	text, _ := v.(string)
	if h.spent += compileCost + p.rules.patternSize*(len(text)+1); h.spent > maxHeld {
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
		return fmt.Sprintf("has fewer than %d characters", *r.minLength)
	case *rule.MaxLength:
		return fmt.Sprintf("has more than %d characters", *r.maxLength)
	case *rule.Pattern:
		return "must match the pattern " + r.pattern
	}
	return "is not of its type"
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
