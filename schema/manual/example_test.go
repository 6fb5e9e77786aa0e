package manual_test

import (
	"maps"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/manual"
)

const (
	wholeV2 = `
x-google-marketplace:
  schemaVersion: v2
  applicationApiVersion: v1beta1
  publishedVersion: 1.0.0
  publishedVersionMetadata: {releaseNote: The first version.}
  images: {}
`
	wholeV1 = "applicationApiVersion: v1beta1\n"
)

func TestEveryExampleOfTheManualIsASchemaWithoutFault(t *testing.T) {
	for name, example := range examples() {
		t.Run(name, func(t *testing.T) {
			s, err := schema.Parse("schema.yaml", whole(t, example))
			if err != nil {
				t.Fatalf("%v\n%s", err, example)
			}
			if problems := s.Check(); len(problems) > 0 {
				t.Errorf("%v\n%s", problems, example)
			}
		})
	}
}

func TestEveryExampleShowsWhatItIsOf(t *testing.T) {
	for name, example := range examples() {
		path, value, _ := strings.Cut(name, "=")
		if !shows(read(t, example), strings.Split(path, "."), value) {
			t.Errorf("the example of %s does not have it:\n%s", name, example)
		}
	}
}

func TestEveryKeyHasAnExample(t *testing.T) {
	for _, k := range manual.Keys() {
		if k.Name() == "nonResourceURLs" {
			continue // it is refused wherever it stands
		}
		if k.Example() == "" || !shows(read(t, k.Example()), strings.Split(k.Path, "."), "") {
			t.Errorf("neither %s nor what it stands in has an example with it:\n%s", k.Path, k.Example())
		}
	}
}

func TestEveryExtendedTypeProjectionAndConstraintIsExplained(t *testing.T) {
	for _, path := range []string{
		"properties.*.x-google-marketplace.type",
		"x-google-marketplace.images.*.properties.*.type",
		"x-google-marketplace.clusterConstraints.istio.type",
		"x-google-marketplace.clusterConstraints.resources[].affinity.simpleNodeAffinity.type",
		"x-google-marketplace.clusterConstraints.assistedClusterCreation.type",
	} {
		k, _ := manual.Find(path)
		if len(k.Values) == 0 {
			t.Errorf("%s has no values", path)
		}
		for _, v := range k.Values {
			if a := k.ArticleOf(v.Name); a.Text == "" || a.Example == "" {
				t.Errorf("%s=%s has no text or no example", path, v.Name)
			}
		}
	}
}

func TestExtendedTypesAreThoseOfTheParser(t *testing.T) {
	k, _ := manual.Find("properties.*.x-google-marketplace.type")
	for _, v := range k.Values {
		kind := "string"
		if v.Name == "ISTIO_ENABLED" || v.Name == "INGRESS_AVAILABLE" {
			kind = "boolean"
		}
		source := "properties: {a: {type: " + kind + ", default: '', x-google-marketplace: {type: " + v.Name + "}}}\n"
		if _, err := schema.Parse("schema.yaml", []byte(source)); err != nil && strings.Contains(err.Error(), schema.CodeXType+":") {
			t.Errorf("the parser does not know %s: %v", v.Name, err)
		}
	}
}

// TestNothingIsExplainedThatThereIsNot finds articles whose names are misspelled: nobody would ever see them.
func TestNothingIsExplainedThatThereIsNot(t *testing.T) {
	known := map[string]bool{}
	for _, k := range manual.Keys() {
		known[k.Path] = true
		for _, v := range k.Values {
			known[k.Path+"="+v.Name] = true
		}
	}
	for _, name := range manual.ArticleNames() {
		if !known[name] {
			t.Errorf("there is an article about %s, but no such key or value", name)
		}
	}
}

// examples gives all examples by the path, or path=value, that they are of.
func examples() map[string]string {
	found := map[string]string{}
	for _, k := range manual.Keys() {
		found[k.Path] = k.Article().Example
		for _, v := range k.Values {
			found[k.Path+"="+v.Name] = k.ArticleOf(v.Name).Example
		}
	}
	maps.DeleteFunc(found, func(_, example string) bool { return example == "" })
	return found
}

// whole completes an example to a schema of the version that it says, or of v2.
func whole(t *testing.T, example string) []byte {
	t.Helper()
	part := read(t, example)
	base := wholeV2
	if x, ok := part["x-google-marketplace"].(map[string]any); ok && x["schemaVersion"] == "v1" {
		base = ""
		if part["application_api_version"] == nil {
			base = wholeV1
		}
	}
	merged := read(t, base)
	merge(merged, part)
	data, err := yaml.Marshal(merged)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T, source string) map[string]any {
	t.Helper()
	m := map[string]any{}
	if err := yaml.Unmarshal([]byte(source), &m); err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return m
}

func merge(into, from map[string]any) {
	for key, v := range from {
		a, isMap := into[key].(map[string]any)
		b, both := v.(map[string]any)
		if isMap && both {
			merge(a, b)
			continue
		}
		into[key] = v
	}
}

// shows says whether there is something at a path, or the given value.
func shows(v any, path []string, value string) bool {
	if len(path) == 0 {
		return value == "" || v == value
	}
	name, list := strings.CutSuffix(path[0], "[]")
	m, _ := v.(map[string]any)
	for key, child := range m {
		if name != "*" && key != name {
			continue
		}
		if !list {
			if shows(child, path[1:], value) {
				return true
			}
			continue
		}
		items, _ := child.([]any)
		for _, item := range items {
			if shows(item, path[1:], value) {
				return true
			}
		}
	}
	return false
}
