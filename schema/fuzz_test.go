package schema_test

import (
	"fmt"
	"testing"

	"github.com/chandler-dev/chandler/schema"
)

func FuzzParseValues(f *testing.F) {
	f.Add([]byte(parameters))
	f.Add([]byte("{\"a\": 1e3, \"b\": [null], \"c\": {}}"))
	f.Add([]byte("a: &a {b: !!str 1}\n<<: *a\n? [x]\n: 0o17\nd: 2025-01-31\n"))
	for _, data := range realFiles(f, "*/parameters.yaml") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var values map[string]any
		var err error
		withinBounds(t, func() { values, err = schema.ParseValues(parametersFile, data) })
		again, errAgain := schema.ParseValues(parametersFile, data)
		same(t, shown(values, err), shown(again, errAgain))
		files := map[string][]byte{parametersFile: data}
		sound(t, problemsOf(t, err), files)
		var refused schema.Problems
		for name := range values {
			if name != "" {
				refused = append(refused, schema.Problem{Code: schema.CodeValueRule, File: schemaFile, Parameter: name, Message: "x"})
			}
		}
		sound(t, schema.ParameterPlaces(parametersFile, data).Locate(refused), files) // each is found in the one file
	})
}

// shown gives values as text, maps in the order of their keys, to compare them by: not a number is not even itself.
func shown(values ...any) string { return fmt.Sprintf("%#v %v", values, values) }

func same(t *testing.T, first, second string) {
	t.Helper()
	if first != second {
		t.Errorf("not the same the second time:\n%s\n%s", first, second)
	}
}
