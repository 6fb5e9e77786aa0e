package form

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/chandler-dev/chandler/schema"
)

// rules gives a property's own rules as JSON Schema; those that do not suit its type, or nobody could hold a value to,
// are left out.
func rules(p *schema.Property) map[string]any {
	field := map[string]any{"type": string(p.Type)}
	if allowed := enum(p); len(allowed) > 0 {
		field["enum"] = allowed
	}
	switch p.Type {
	case schema.TypeString:
		if p.MaxLength != nil && *p.MaxLength >= 0 {
			field["maxLength"] = *p.MaxLength
		}
		if _, err := regexp.Compile(p.Pattern); err == nil && p.Pattern != "" {
			field["pattern"] = p.Pattern
		}
	case schema.TypeInteger, schema.TypeNumber:
		for key, limit := range map[string]any{"minimum": p.Minimum, "maximum": p.Maximum} {
			if ofType(schema.TypeNumber, limit) {
				field[key] = limit
			}
		}
	}
	return field
}

// enum gives the allowed values as ones of the property's type: schemas have texts such as '3' for integers.
func enum(p *schema.Property) []any {
	var allowed []any
	for _, item := range p.Enum {
		v, ok := as(p.Type, item)
		if ok && !slices.Contains(allowed, v) {
			allowed = append(allowed, v)
		}
	}
	return allowed
}

// as gives a value as one of a type, if it is one or is written like one.
func as(t schema.Type, v any) (any, bool) {
	text, isText := v.(string)
	switch {
	case ofType(t, v):
		return v, true
	case isText && t == schema.TypeInteger:
		i, err := strconv.ParseInt(text, 10, 64)
		return i, err == nil
	case isText && t == schema.TypeNumber:
		f, err := strconv.ParseFloat(text, 64)
		return f, err == nil && ofType(t, f)
	}
	i, isInt := v.(int64)
	return strconv.FormatInt(i, 10), isInt && t == schema.TypeString
}
