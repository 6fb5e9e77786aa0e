package schema

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestAnOverlayIsWhatTheReferenceMakesOfIt holds Overlay against the whole rule: only properties, each as a whole,
// and never another extended type.
func TestAnOverlayIsWhatTheReferenceMakesOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		document, over := drawDocument(t), drawDefinitions(t, "test properties")
		if rapid.Bool().Draw(t, "keep the types") {
			keepTypes(document["properties"].(map[string]any), over)
		}
		s := drawSchema(t, document)
		data, err := json.Marshal(map[string]any{"properties": over, "required": []string{"p5"}, "form": []any{map[string]any{"widget": "none"}}})
		if err != nil {
			t.Fatal(err)
		}
		test, err := ParseTest("schema.test.yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		want := s.Document()
		refused := false
		for name, definition := range test.Document()["properties"].(map[string]any) {
			properties := want["properties"].(map[string]any)
			refused = refused || typeOf(properties[name]) != typeOf(definition)
			properties[name] = definition
		}
		before := s.Document()
		merged, err := Overlay(s, test)
		if refused != (err != nil) {
			t.Fatalf("refused %t, but the error is %v", refused, err)
		}
		if diff := cmp.Diff(before, s.Document()); diff != "" {
			t.Fatalf("the schema was changed:\n%s", diff)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(want, merged.Document()); diff != "" {
			t.Fatalf("overlay (-want +got):\n%s", diff)
		}
		again, err := Overlay(merged, test)
		if err != nil || !cmp.Equal(again.Document(), want) {
			t.Fatalf("laid over once more it is another: %v", err)
		}
	})
}

// keepTypes gives the properties of a test schema the extended types that they replace.
func keepTypes(properties, over map[string]any) {
	for name := range over {
		definition := map[string]any{"type": "string", "default": "of the test"}
		if original, ok := properties[name].(map[string]any); ok && original["x-google-marketplace"] != nil {
			definition["x-google-marketplace"] = original["x-google-marketplace"]
		}
		over[name] = definition
	}
}

// typeOf gives the extended type in a definition, "" if there is none.
func typeOf(definition any) string {
	m, _ := definition.(map[string]any)
	extension, _ := m["x-google-marketplace"].(map[string]any)
	x, _ := extension["type"].(string)
	return x
}
