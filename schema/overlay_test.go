package schema

import (
	"slices"
	"testing"
)

func TestTestPropertiesReplaceThoseOfTheirNameAndFollowTheOthers(t *testing.T) {
	s := mustParse(t, v1("  a: {type: string, title: A, default: x}\n  b: {type: string}\nrequired: [a, new]\n"))
	test, err := Parse("test.yaml", []byte("properties:\n  new: {type: string, default: n}\n  a: {type: integer}\nrequired: [b]\n"))
	if err != nil {
		t.Fatal(err)
	}
	merged, err := Overlay(s, test)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range merged.Properties {
		names = append(names, p.Name)
	}
	if !slices.Equal(names, []string{"a", "b", "new"}) {
		t.Errorf("the properties are %v", names)
	}
	a := merged.Property("a")
	if a.Type != TypeInteger || a.Title != "" || a.HasDefault || a.File != "test.yaml" || a.Line != 3 {
		t.Errorf("a was not replaced as a whole: %+v", a)
	}
	if !a.Required || !merged.Property("new").Required || merged.Property("b").Required {
		t.Error("what is required is said by the package's schema, not by that of the tests")
	}
	if s.Property("a").Type != TypeString || s.Property("new") != nil || s.Document()["properties"].(map[string]any)["new"] != nil {
		t.Error("the package's schema was changed")
	}
}

func TestOverlayWithoutTestSchemaIsTheSchema(t *testing.T) {
	s := mustParse(t, v1("  a: {type: string}\n"))
	if merged, err := Overlay(s, nil); err != nil || merged != s {
		t.Errorf("%v, %v", merged, err)
	}
}

func TestOverlayRefusesAnotherExtendedType(t *testing.T) {
	name := mustParse(t, v1(typed("string", "type: NAME")))
	plain := mustParse(t, v1("  a: {type: string}\n"))
	for what, c := range map[string]struct {
		schema, test *Schema
		want         string
	}{
		"dropped":      {name, plain, "3:3 CH155"},
		"added":        {plain, name, "3:3 CH155"},
		"new with one": {mustParse(t, v1("  b: {type: string}\n")), name, "3:3 CH155"},
		"repeated":     {name, name, ""},
	} {
		_, err := Overlay(c.schema, c.test)
		if got := places(t, err); got != c.want {
			t.Errorf("%s: got %q, want %q", what, got, c.want)
		}
	}
}

func TestATestSchemaIsReadForItsPropertiesOnly(t *testing.T) {
	s, err := ParseTest("test.yaml", []byte("x-google-marketplace: {schemaVersion: v2}\nproperties: {a: {type: string}}\n"))
	if err != nil || s.Property("a") == nil || !s.Warnings.Has(CodeUnknownKey) {
		t.Errorf("%+v, %v", s, err)
	}
}
