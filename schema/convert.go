package schema

import (
	"encoding/json"
	"math"
)

// maxExact is the largest number up to which a float64 holds every integer.
const maxExact = 1 << 53

// convert gives a value as one of a type: a string, int64, float64 or bool. Whole floats are taken for integers, since
// JSON has only one kind of number, and integers for numbers. A boolean passes for an integer, as it does in Python.
func convert(t Type, v any) (any, bool) {
	v = normalize(v)
	switch t {
	case TypeString:
		_, ok := v.(string)
		return v, ok
	case TypeBoolean:
		_, ok := v.(bool)
		return v, ok
	case TypeInteger:
		return toInteger(v)
	case TypeNumber:
		return toNumber(v)
	}
	return v, false
}

func toInteger(v any) (any, bool) {
	switch v := v.(type) {
	case int64, bool:
		return v, true
	case float64:
		if v == math.Trunc(v) && math.Abs(v) <= maxExact {
			return int64(v), true
		}
	}
	return v, false
}

func toNumber(v any) (any, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return v, false
}

// normalize makes one integer and one float type of the many that callers may have.
func normalize(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case uint32:
		return int64(v)
	case uint64:
		if v <= math.MaxInt64 {
			return int64(v)
		}
	case float32:
		return float64(v)
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
	}
	return v
}

// kindOf names what a value is without giving it away: values may be secrets.
func kindOf(v any) string {
	switch normalize(v).(type) {
	case string:
		return "text"
	case bool:
		return "a boolean"
	case int64:
		return "an integer"
	case float64:
		return "a number"
	case map[string]any:
		return "a map"
	case []any:
		return "a list"
	}
	return "something else"
}
