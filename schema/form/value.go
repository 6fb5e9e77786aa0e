package form

import (
	"math"

	"github.com/chandler-dev/chandler/schema"
)

// ofType says whether a value is of a type, and one that JSON can hold.
func ofType(t schema.Type, v any) bool {
	switch v := v.(type) {
	case string:
		return t == schema.TypeString
	case bool:
		return t == schema.TypeBoolean
	case int64:
		return t == schema.TypeInteger || t == schema.TypeNumber
	case float64:
		return t == schema.TypeNumber && !math.IsInf(v, 0) && !math.IsNaN(v)
	}
	return false
}
