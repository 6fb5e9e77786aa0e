package manual_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/manual"
)

// The tests of this file change one key of an example, and see whether the parser agrees with what the manual says of it.

func TestKeysThatAreNeededAreMissed(t *testing.T) {
	for _, k := range checkable() {
		found := changed(t, k, func(m map[string]any, key string) { delete(m, key) })
		if needed := k.Required != manual.Optional; needed && found.Err() == nil {
			t.Errorf("%s is said to be needed (%s), but is not missed", k.Path, k.Required)
		}
	}
}

func TestTheManualKnowsAllKeysThatAreNeeded(t *testing.T) {
	// These are needed for what stands beside them.
	together := []string{"partnerId", "solutionId", "rules", "rulesFromRoleName", "minimumNodeCount", "creationGuidance", "gke", "gpu", "cpu",
		"default", "storageClass", "serviceAccount", "properties", "replicas", "application_api_version", "schemaVersion", "memory", "*", "x-google-marketplace"}
	for _, k := range checkable() {
		found := changed(t, k, func(m map[string]any, key string) { delete(m, key) })
		if k.Required == manual.Optional && found.Err() != nil && !slices.Contains(together, k.Name()) {
			t.Errorf("%s is not said to be needed, but without it: %v", k.Path, found)
		}
	}
}

func TestKeysWithoutChoiceTakeNoOtherValues(t *testing.T) {
	for _, k := range checkable() {
		if len(k.Values) == 0 || k.Type == manual.List {
			continue
		}
		found := changed(t, k, func(m map[string]any, key string) { m[key] = "OTHER" })
		if !k.Open && found.Err() == nil {
			t.Errorf("%s is said to have one of %v, but has OTHER", k.Path, k.Values)
		}
		if k.Open && found.Err() != nil {
			t.Errorf("%s is said to be open, but: %v", k.Path, found)
		}
	}
}

func TestKeysHaveTheTypeThatTheManualSays(t *testing.T) {
	wrong := map[manual.Type]any{
		manual.Map: "text", manual.List: "text", manual.Text: 5, manual.Words: []any{"text"}, manual.Integer: "text", manual.Number: "text",
		manual.Boolean: "text", manual.Scalar: []any{"text"},
	}
	for _, k := range checkable() {
		found := changed(t, k, func(m map[string]any, key string) { m[key] = wrong[k.Type] })
		if len(found) == 0 {
			t.Errorf("%s is said to be of type %s, but may be %v", k.Path, k.Type, wrong[k.Type])
		}
		if k.Type != manual.Words || len(k.Values) > 0 {
			continue
		}
		if found := changed(t, k, func(m map[string]any, key string) { m[key] = 5 }); found.Has(schema.CodeShape) {
			t.Errorf("%s is said to take a number as it is spelled, but: %v", k.Path, found)
		}
	}
}

func TestKeysOfOneVersionHaveNoEffectInTheOther(t *testing.T) {
	for _, k := range manual.Children("x-google-marketplace") {
		document := read(t, wholeV1)
		document["x-google-marketplace"] = read(t, string(whole(t, k.Example())))["x-google-marketplace"]
		delete(document["x-google-marketplace"].(map[string]any), "schemaVersion")
		found := problemsIn(t, document)
		said := slices.ContainsFunc(found, func(p schema.Problem) bool {
			return p.Code == schema.CodeNoEffect && strings.Contains(p.Message, k.Path+" ")
		})
		if said != (k.Only == "v2") {
			t.Errorf("%s is said to be read in %q only, but in schema v1: %v", k.Path, k.Only, found)
		}
	}
}

// unread are keys that the parser knows and does not look into.
var unread = []string{"nonResourceURLs", "reportingSecret"}

// checkable are the keys that an example has, and that something reads.
func checkable() []manual.Key {
	return slices.DeleteFunc(slices.Clone(manual.Keys()), func(k manual.Key) bool {
		return slices.Contains(unread, k.Name())
	})
}

// changed gives the problems of the key's example after a change to the map that the key stands in.
func changed(t *testing.T, k manual.Key, change func(m map[string]any, key string)) schema.Problems {
	t.Helper()
	document := read(t, string(whole(t, k.Example())))
	if !visit(document, strings.Split(k.Path, "."), change) {
		t.Fatalf("the example of %s does not have it", k.Path)
	}
	return problemsIn(t, document)
}

func problemsIn(t *testing.T, document map[string]any) schema.Problems {
	t.Helper()
	source, err := yaml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Parse("schema.yaml", source)
	var found schema.Problems
	if errors.As(err, &found) {
		return found
	}
	return s.Check()
}

// visit finds the last map of a path, and changes it.
func visit(v any, path []string, change func(m map[string]any, key string)) bool {
	m, _ := v.(map[string]any)
	name, list := strings.CutSuffix(path[0], "[]")
	for key, child := range m {
		switch items, _ := child.([]any); {
		case name != "*" && key != name:
		case len(path) == 1:
			change(m, key)
			return true
		case !list && visit(child, path[1:], change):
			return true
		case list && slices.ContainsFunc(items, func(item any) bool { return visit(item, path[1:], change) }):
			return true
		}
	}
	return false
}
