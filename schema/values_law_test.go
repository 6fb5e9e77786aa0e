package schema

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var drawnValues = rapid.Custom(func(t *rapid.T) Values {
	names := rapid.SliceOfDistinct(rapid.StringMatching(`[ab]{1,2}(\.[ab]{1,2}){0,3}`), rapid.ID).Draw(t, "names")
	values := Values{}
	for _, name := range names {
		values[name] = rapid.OneOf(rapid.String().AsAny(), rapid.Int64().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny()).Draw(t, "value")
	}
	return values
})

func TestNestedValuesFlattenToWhatTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := drawnValues.Draw(t, "values")
		collides := false
		for a := range values {
			for b := range values {
				collides = collides || strings.HasPrefix(b, a+".")
			}
		}
		nested, err := values.Nested()
		if collides != (err != nil) {
			t.Fatalf("%v: %v", slices.Sorted(maps.Keys(values)), err)
		}
		flat := Values{}
		flatten(flat, "", nested)
		if diff := cmp.Diff(values, flat); err == nil && diff != "" {
			t.Fatalf("values (-want +got):\n%s", diff)
		}
	})
}

func flatten(into Values, prefix string, nested map[string]any) {
	for key, v := range nested {
		if m, ok := v.(map[string]any); ok {
			flatten(into, prefix+key+".", m)
		} else {
			into[prefix+key] = v
		}
	}
}

func TestTextSaysWhatTheValueIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := drawnValues.Draw(t, "values")
		text := values.Text()
		if len(text) != len(values) {
			t.Fatalf("%d texts of %d values", len(text), len(values))
		}
		for name, v := range values {
			if !says(text[name], v) {
				t.Fatalf("%#v is written %q", v, text[name])
			}
		}
	})
}

func says(text string, v any) bool {
	switch v := v.(type) {
	case bool:
		return text == map[bool]string{true: "True", false: "False"}[v]
	case int64:
		n, err := strconv.ParseInt(text, 10, 64)
		return err == nil && n == v
	case float64: // never like an integer: it has a point, an exponent or letters
		f, err := strconv.ParseFloat(text, 64)
		return err == nil && (f == v || math.IsNaN(f) && math.IsNaN(v)) && strings.ContainsAny(text, ".en")
	}
	return text == v
}
