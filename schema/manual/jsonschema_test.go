package manual_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/manual"
)

func TestRealPackagesAreValidByTheJSONSchema(t *testing.T) {
	validator := compile(t)
	for _, dir := range append(conformance.Packages(t), "../../examples/nginx", "../../examples/redis") {
		file := filepath.Join(dir, "schema.yaml")
		s, err := schema.Parse(file, contents(t, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := validator.Validate(asJSON(t, s.Document())); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestEveryExampleIsValidByTheJSONSchema(t *testing.T) {
	validator := compile(t)
	for name, example := range examples() {
		if err := validator.Validate(asJSON(t, read(t, string(whole(t, example))))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range manual.Codes() {
		if err := validator.Validate(asJSON(t, read(t, text(mended(c), "schema.yaml")))); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
}

// TestOddThingsAreValidByTheJSONSchema holds it to what the parser takes.
func TestOddThingsAreValidByTheJSONSchema(t *testing.T) {
	validator := compile(t)
	for _, source := range []string{
		"unknown: {}",
		"properties: {a: {type: string, title: 5, description: null, x-google-property: {type: IMAGE}}}",
		"properties: {a: {type: string, default: 0}, b: {type: number, default: 5}, c: {type: integer, default: true}}",
		"properties: {a: {type: string, x-google-marketplace: {}}}",
		"required: null",
		"x-google-marketplace: {clusterConstraints: {k8sVersion: 1.28, resources: [{requests: {cpu: 1}, affinity: {simpleNodeAffinity: {type: OTHER}}}]}}",
		"x-google-marketplace: {deployerServiceAccount: {roles: []}}",
	} {
		source = "applicationApiVersion: v1beta1\n" + source
		if _, err := schema.Parse("schema.yaml", []byte(source)); err != nil {
			t.Errorf("the parser refuses it: %v", err)
		}
		if err := validator.Validate(asJSON(t, read(t, source))); err != nil {
			t.Errorf("%s\n%v", source, err)
		}
	}
}

func TestBrokenSchemasAreRefusedByTheJSONSchema(t *testing.T) {
	validator := compile(t)
	v2 := func(old, replacement string) string { return strings.Replace(wholeV2, old, replacement, 1) }
	v1 := func(line string) string { return wholeV1 + line + "\n" }
	constraint := func(line string) string {
		return v1("x-google-marketplace: {clusterConstraints: {" + line + "}}")
	}
	role := func(line string) string {
		return v1("properties: {a: {type: string, x-google-marketplace: {type: SERVICE_ACCOUNT, serviceAccount: {description: d, roles: [" + line + "]}}}}")
	}
	for name, source := range map[string]string{
		"no application version":      "properties: {}\n",
		"version of the schema":       v1("x-google-marketplace: {schemaVersion: v3}"),
		"v2 without images":           v2("  images: {}\n", ""),
		"v2 with images that are not": v2("images: {}", "images: null"),
		"v2 without release note":     v2("releaseNote: The first version.", "recommended: true"),
		"version of two parts":        v2("1.0.0", "'1.0'"),
		"version with v":              v2("1.0.0", "v1.0.0"),
		"version that is a number":    v2("1.0.0", "1.0"),
		"partner alone":               v1("x-google-marketplace: {partnerId: p}"),
		"projection":                  v2("images: {}", "images: {a: {properties: {b: {type: PART}}}}"),
		"no projection":               v2("images: {}", "images: {a: {properties: {b: {}}}}"),
		"properties in a list":        v1("properties: [a]"),
		"property that is no map":     v1("properties: {a: string}"),
		"name of a property":          v1("properties: {a/b: {type: string}}"),
		"property without type":       v1("properties: {a: {title: A}}"),
		"type of a property":          v1("properties: {a: {type: array}}"),
		"number for text":             v1("properties: {a: {type: string, default: 5}}"),
		"text for an integer":         v1("properties: {a: {type: integer, default: five}}"),
		"text for a boolean":          v1("properties: {a: {type: boolean, default: 'true'}}"),
		"fraction for an int":         v1("properties: {a: {type: int, default: 1.5}}"),
		"extended type":               v1("properties: {a: {type: string, x-google-marketplace: {type: SECRET}}}"),
		"no extended type":            v1("properties: {a: {type: string, x-google-marketplace: {image: {}}}}"),
		"text for ISTIO_ENABLED":      v1("properties: {a: {type: string, x-google-marketplace: {type: ISTIO_ENABLED}}}"),
		"boolean for NAME":            v1("properties: {a: {type: boolean, x-google-marketplace: {type: NAME}}}"),
		"image without default":       v1("properties: {a: {type: string, x-google-marketplace: {type: IMAGE}}}"),
		"half a split":                v1("properties: {a: {type: string, default: r.io/a:1, x-google-marketplace: {type: IMAGE, image: {generatedProperties: {splitByColon: {before: b}}}}}}"),
		"password of text length":     v1("properties: {a: {type: string, x-google-marketplace: {type: GENERATED_PASSWORD, generatedPassword: {length: ten}}}}"),
		"no storage class":            v1("properties: {a: {type: string, x-google-marketplace: {type: STORAGE_CLASS}}}"),
		"storage class without type":  v1("properties: {a: {type: string, x-google-marketplace: {type: STORAGE_CLASS, storageClass: {}}}}"),
		"role without type":           role("{rulesType: PREDEFINED, rulesFromRoleName: view}"),
		"predefined role of no name":  role("{type: Role, rulesType: PREDEFINED}"),
		"custom role without rules":   role("{type: Role, rulesType: CUSTOM}"),
		"rule without verbs":          role("{type: Role, rulesType: CUSTOM, rules: [{apiGroups: [''], resources: [pods]}]}"),
		"required that is no list":    v1("required: {a: true}"),
		"required that is no text":    v1("required: [5]"),
		"form with two items":         v1("form: [{widget: help, description: a}, {widget: help, description: b}]"),
		"form with another widget":    v1("form: [{widget: button, description: a}]"),
		"requests":                    constraint("resources: [{replicas: 1}]"),
		"empty requests":              constraint("resources: [{requests: {}}]"),
		"resources that are a map":    constraint("resources: {}"),
		"gpu of another maker":        constraint("resources: [{requests: {gpu: {amd.com/gpu: {}}}}]"),
		"no gpu":                      constraint("resources: [{requests: {gpu: {}}}]"),
		"affinity without count":      constraint("resources: [{requests: {cpu: 1}, affinity: {simpleNodeAffinity: {type: REQUIRE_MINIMUM_NODE_COUNT}}}]"),
		"istio":                       constraint("istio: {type: MAYBE}"),
		"scope":                       constraint("gcp: {nodes: {requiredOauthScopes: [cloud-platform]}}"),
		"disabled without guidance":   constraint("assistedClusterCreation: {type: DISABLED}"),
		"strict without gke":          constraint("assistedClusterCreation: {type: STRICT}"),
		"two node pools":              constraint("assistedClusterCreation: {type: STRICT, gke: {nodePool: [{numNodes: 1, machineType: a}, {numNodes: 1, machineType: a}]}}"),
	} {
		if err := validator.Validate(asJSON(t, read(t, source))); err == nil {
			t.Errorf("%s is let pass:\n%s", name, source)
		}
		if s, err := schema.Parse("schema.yaml", []byte(source)); err == nil && s.Check().Err() == nil {
			t.Errorf("%s: the JSON Schema is stricter than the parser:\n%s", name, source)
		}
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(manual.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// asJSON makes of a YAML document what a validator of JSON knows.
func asJSON(t *testing.T, document any) any {
	t.Helper()
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func contents(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
