package form

import (
	"math"
	"slices"
	"strconv"

	"github.com/chandler-dev/chandler/schema"
)

// rules gives a property's own rules as JSON Schema; those that do not suit its type, or nobody could
// hold a value to, are left out.
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
		if p.Pattern != "" && isRE2(p.Pattern) {
			field["pattern"] = p.Pattern
		}
	case schema.TypeInteger, schema.TypeNumber:
		if finite(p.Minimum) {
			field["minimum"] = p.Minimum
		}
		if finite(p.Maximum) {
			field["maximum"] = p.Maximum
		}
	}
	return field
}

// enum gives the allowed values as ones of the property's type: schemas have texts such as '3' for integers.
func enum(p *schema.Property) []any {
	var allowed []any
	for _, item := range p.Enum {
		v, ok := ofType(p.Type, item)
		if text, isText := item.(string); isText && !ok {
			v, ok = parse(p.Type, text)
		}
		if ok && !slices.Contains(allowed, v) {
			allowed = append(allowed, v)
		}
	}
	return allowed
}

// ofType gives a value if it is one of the type that JSON can hold.
func ofType(t schema.Type, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v, t == schema.TypeString
	case bool:
		return v, t == schema.TypeBoolean
	case int64:
		if t == schema.TypeString {
			return strconv.FormatInt(v, 10), true
		}
		return v, t == schema.TypeInteger || t == schema.TypeNumber
	case float64:
		return v, t == schema.TypeNumber && finite(v)
	}
	return nil, false
}

func parse(t schema.Type, text string) (any, bool) {
	switch t {
	case schema.TypeInteger:
		i, err := strconv.ParseInt(text, 10, 64)
		return i, err == nil
	case schema.TypeNumber:
		f, err := strconv.ParseFloat(text, 64)
		return f, err == nil && finite(f)
	case schema.TypeBoolean:
		return text == "true", text == "true" || text == "false"
	}
	return nil, false
}

// finite says of a number that JSON can hold it.
func finite(v any) bool {
	switch v := v.(type) {
	case int64:
		return true
	case float64:
		return !math.IsInf(v, 0) && !math.IsNaN(v)
	}
	return false
}
