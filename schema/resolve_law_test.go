package schema

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/internal/conformance"
)

// extensions are x-google-marketplace sections that make, derive or generate values; names of what they derive are
// unique by the %d.
var extensions = []string{
	`{"type": "MASKED_FIELD"}`,
	`{"type": "DEPLOYER_IMAGE"}`,
	`{"type": "SERVICE_ACCOUNT", "serviceAccount": {"description": "d"}}`,
	`{"type": "STORAGE_CLASS", "storageClass": {"type": "SSD"}}`,
	`{"type": "GENERATED_PASSWORD", "generatedPassword": {"length": 12, "base64": false}}`,
	`{"type": "GENERATED_PASSWORD"}`,
	`{"type": "STRING", "string": {"generatedProperties": {"base64Encoded": "d%d"}}}`,
	`{"type": "APPLICATION_UID", "applicationUid": {"generatedProperties": {"createApplicationBoolean": "d%d"}}}`,
	`{"type": "TLS_CERTIFICATE", "tlsCertificate": {"privateKeyAlgorithm": "ECDSA", "generatedProperties": {"base64EncodedPrivateKey": "d%d", "base64EncodedCertificate": "e%[1]d"}}}`,
}

func drawValue(t *rapid.T, kind string) any {
	switch kind {
	case "integer":
		return rapid.SampledFrom([]any{0, 1, -7, 1 << 40, 3.0, true}).Draw(t, "integer")
	case "number":
		return rapid.SampledFrom([]any{0, 5, 0.5, -1.5e300, 1e16, 1e-5}).Draw(t, "number")
	case "boolean":
		return rapid.Bool().Draw(t, "boolean")
	}
	return rapid.OneOf(rapid.SampledFrom([]string{"", "a", "1", "yes", "${p0}", "a\n---\nb", "reg.example/a:1"}), rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.S))).Draw(t, "text")
}

// drawDefinition makes a property, sensible or not.
func drawDefinition(t *rapid.T, i int) map[string]any {
	kind := rapid.SampledFrom([]string{"string", "string", "integer", "number", "boolean"}).Draw(t, "type")
	p := map[string]any{"type": kind}
	if rapid.Bool().Draw(t, "has default") {
		p["default"] = drawValue(t, kind)
	}
	if kind != "boolean" && rapid.Bool().Draw(t, "has rules") {
		p["enum"] = []any{drawValue(t, kind), drawValue(t, kind)}
		p["minimum"], p["maxLength"] = rapid.IntRange(-8, 3).Draw(t, "minimum"), rapid.IntRange(0, 20).Draw(t, "maxLength")
	}
	if kind == "string" && rapid.Bool().Draw(t, "extended") {
		extension := rapid.SampledFrom(extensions).Draw(t, "extension")
		if strings.Contains(extension, "%") {
			extension = fmt.Sprintf(extension, i)
		}
		p["x-google-marketplace"] = json.RawMessage(extension)
	}
	return p
}

func drawDefinitions(t *rapid.T, label string) map[string]any {
	properties := map[string]any{}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 0, 5, rapid.ID).Draw(t, label) {
		properties[fmt.Sprintf("p%d", i)] = drawDefinition(t, i)
	}
	return properties
}

func drawDocument(t *rapid.T) map[string]any {
	properties := drawDefinitions(t, "properties")
	document := map[string]any{"properties": properties, "applicationApiVersion": "v1beta1",
		"required": rapid.SliceOfDistinct(rapid.SampledFrom([]string{"p0", "p1", "p2"}), rapid.ID).Draw(t, "required")}
	if rapid.Bool().Draw(t, "v2") {
		document["x-google-marketplace"] = map[string]any{
			"schemaVersion": "v2", "applicationApiVersion": "v1beta1", "publishedVersion": "1.2.3", "publishedVersionMetadata": map[string]any{"releaseNote": "x"},
			"images": map[string]any{"": map[string]any{"properties": map[string]any{"image": map[string]any{"type": "FULL"}}}},
		}
	} else if rapid.Bool().Draw(t, "image") {
		properties["image"] = map[string]any{"type": "string", "default": "reg.example:5000/a/b:1", "x-google-marketplace": json.RawMessage(
			`{"type": "IMAGE", "image": {"generatedProperties": {"splitByColon": {"before": "before", "after": "after"}}}}`)}
	}
	return document
}

func drawSchema(t *rapid.T, document map[string]any) *Schema {
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse("schema.yaml", data)
	if err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return s
}

func TestResolvingIsIdempotent(t *testing.T) {
	resolved := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchema(t, drawDocument(t))
		given := map[string]any{ImageRepoPrefixKey: "reg.example:5000/apps/web"}
		for _, p := range s.Properties {
			if p.X != ImageType && p.X != TLSCertificate && rapid.Bool().Draw(t, "given") {
				given[p.Name] = drawValue(t, string(p.Type))
			}
		}
		env := Environment{ApplicationUID: rapid.SampledFrom([]string{"", "uid-1"}).Draw(t, "uid"), Rand: seeded(1), Now: time.Unix(1_700_000_000, 0)}
		values, err := Resolve(s, given, env)
		if err != nil {
			return // a value that the rules refuse, or none for what is required
		}
		resolved++
		holdsAgain(t, s, given, values, env)
	})
	if resolved == 0 {
		t.Error("no schema was resolved")
	}
}

func TestResolvingTheParametersOfRealPackagesIsIdempotent(t *testing.T) {
	for _, dir := range conformance.Packages(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			install, verify := loadBoth(t, dir)
			for mode, s := range map[string]*Schema{"install": install, "verify": verify} {
				given, err := ParseValues("parameters.yaml", read(t, dir, mode, "parameters.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				values, err := Resolve(s, given, testEnvironment())
				if err != nil {
					t.Fatal(err)
				}
				holdsAgain(t, s, given, values, testEnvironment())
			}
		})
	}
}

// holdsAgain gives what was resolved back: it has to stay, passwords and certificates included, which are not made
// anew.
func holdsAgain(t rapid.TB, s *Schema, given map[string]any, values Values, env Environment) {
	t.Helper()
	again := map[string]any{}
	if prefix, ok := given[ImageRepoPrefixKey]; ok {
		again[ImageRepoPrefixKey] = prefix
	}
	for _, p := range s.Properties {
		if v, ok := values[p.Name]; ok {
			again[p.Name] = v
		}
	}
	env.Rand = nil
	got, err := Resolve(s, again, env)
	if err != nil {
		t.Fatalf("what was resolved is refused: %v", err)
	}
	if diff := cmp.Diff(values, got); diff != "" {
		t.Fatalf("values (-first +second):\n%s", diff)
	}
}
