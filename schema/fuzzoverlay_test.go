package schema_test

import (
	"slices"
	"testing"

	"github.com/chandler-dev/chandler/schema"
)

func FuzzOverlay(f *testing.F) {
	f.Add([]byte(everything), []byte("properties:\n  text: {type: string, default: x, x-google-marketplace: {type: STRING}}\n  new: {type: integer}\nform: []\n"))
	f.Add([]byte(projected), []byte("properties:\n  name: {type: string}\n  new: {type: string, x-google-marketplace: {type: NAME}}\n"))
	real, tests := realFiles(f, schemaFile), realFiles(f, testFile)
	for i := range min(len(real), len(tests)) {
		f.Add(real[i], tests[i])
	}
	f.Fuzz(func(t *testing.T, data, testData []byte) {
		main, test := schema.Source{Name: schemaFile, Data: data}, schema.Source{Name: testFile, Data: testData}
		var linted *schema.Schema
		var problems schema.Problems
		withinBounds(t, func() { linted, problems = schema.Lint(main, &test) })
		_, again := schema.Lint(main, &test)
		same(t, shown(problems), shown(again))
		sound(t, problems, map[string][]byte{schemaFile: data, testFile: testData})
		if (linted == nil) != (problems.Err() != nil) {
			t.Fatalf("a schema is there: %t, but the problems are %v", linted != nil, problems)
		}
		s, err := schema.Parse(schemaFile, data)
		over, errTest := schema.ParseTest(testFile, testData)
		if err == nil && errTest == nil {
			overlays(t, s, over, problems)
		}
	})
}

// overlays holds Overlay to its contract, and to the problems that Lint has found.
func overlays(t *testing.T, s, test *schema.Schema, linted schema.Problems) {
	t.Helper()
	before := shown(s.Document(), test.Document())
	merged, err := schema.Overlay(s, test)
	same(t, before, shown(s.Document(), test.Document()))
	if refused := problemsOf(t, err); refused.Has(schema.CodeOverlayXType) != linted.Has(schema.CodeOverlayXType) {
		t.Fatalf("Overlay says %v, but Lint %v", refused, linted)
	}
	if err != nil {
		return
	}
	var want, got []string
	for _, p := range slices.Concat(s.Properties, test.Properties) {
		if !slices.Contains(want, p.Name) {
			want = append(want, p.Name)
		}
	}
	for _, p := range merged.Properties {
		got = append(got, p.Name)
		from := test.Property(p.Name)
		if from == nil {
			from = s.Property(p.Name)
		}
		if p.Line != from.Line || p.File != from.File || p.Required != slices.Contains(s.Required, p.Name) {
			t.Errorf("%q is at %s:%d, and required is %t", p.Name, p.File, p.Line, p.Required)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the properties are %q, not %q", got, want)
	}
	twice, err := schema.Overlay(merged, test)
	if err != nil {
		t.Fatalf("the second time it is refused: %v", err)
	}
	same(t, shown(merged.Document()), shown(twice.Document()))
}
