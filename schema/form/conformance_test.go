package form

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

func TestFormsOfRealPackagesTakeTheirParametersAndDefaults(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			install, err := schema.Parse("schema.yaml", read(t, dir, "schema.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			test, err := schema.ParseTest("schema.test.yaml", read(t, dir, "schema.test.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			verify, err := schema.Overlay(install, test)
			if err != nil {
				t.Fatal(err)
			}
			takes(t, install, filepath.Join(dir, "install", "parameters.yaml"))
			takes(t, verify, filepath.Join(dir, "verify", "parameters.yaml"))
		})
	}
}

// takes fills in a form as its fields begin, and with the given values of its fields, and has it validated.
func takes(t *testing.T, s *schema.Schema, parameters string) {
	t.Helper()
	f, err := Of(s)
	if err != nil {
		t.Fatal(err)
	}
	given, err := schema.ParseValues(parameters, read(t, parameters))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for name, field := range fields(f) {
		if v, ok := given[name]; ok {
			values[name] = v
		} else if v, ok := field["default"]; ok {
			values[name] = v
		}
	}
	data, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		t.Fatal(err)
	}
	if err := compile(t, f).Validate(plain); err != nil {
		t.Error(err)
	}
}

func fields(f *Form) map[string]map[string]any {
	all := map[string]map[string]any{}
	for name, field := range f.Schema["properties"].(map[string]any) {
		all[name] = field.(map[string]any)
	}
	return all
}

func TestFormsOfRealPackagesAskForNothingThatIsInjected(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		s, err := schema.Parse("schema.yaml", read(t, dir, "schema.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := Of(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Properties {
			asked, injected := fields(f)[p.Name] != nil, slices.Contains(neverAsked, p.X)
			if asked == injected {
				t.Errorf("%s: property %s of type %q has a field: %t", filepath.Base(dir), p.Name, p.X, asked)
			}
		}
	}
}

// neverAsked are the extended types whose values are no customer's.
var neverAsked = []schema.XType{schema.DeployerImage, schema.ApplicationUID, schema.IstioEnabled, schema.IngressAvailable, schema.ImageType}
