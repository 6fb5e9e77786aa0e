package schema

// rules are what a property's own enum, minimum, maximum, minLength, maxLength and pattern ask of a value, as far as
// they suit its type: what Parse warned of with CodeRule or CodePattern is left out. They are not changed after Parse.
type rules struct {
	enum                 []any // of the property's type
	minimum, maximum     any   // nil, int64 or float64
	minLength, maxLength *int64
	pattern              string
	patternSize          int // see patternSize
}

func (r *rules) none() bool {
	return len(r.enum) == 0 && r.minimum == nil && r.maximum == nil && r.minLength == nil && r.maxLength == nil && r.pattern == ""
}

// JSONSchema gives the type of the property and its rules in the words of JSON Schema 2020-12: type, enum, minimum,
// maximum, minLength, maxLength and pattern, each only if the property has it and it suits its type. Entries of enum
// have the property's type, whatever they were written as, and none stands there twice. Values are string, int64, float64, bool and []any of those;
// the map is a new one every time.
func (p *Property) JSONSchema() map[string]any {
	s := map[string]any{}
	if p.Type != "" {
		s["type"] = string(p.Type)
	}
	if len(p.rules.enum) > 0 {
		s["enum"] = append([]any(nil), p.rules.enum...)
	}
	for key, limit := range map[string]any{"minimum": p.rules.minimum, "maximum": p.rules.maximum} {
		if limit != nil {
			s[key] = limit
		}
	}
	for key, length := range map[string]*int64{"minLength": p.rules.minLength, "maxLength": p.rules.maxLength} {
		if length != nil {
			s[key] = *length
		}
	}
	if p.rules.pattern != "" {
		s["pattern"] = p.rules.pattern
	}
	return s
}
