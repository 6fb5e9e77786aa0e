package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/schema"
)

var anyType = []schema.XType{
	"", "", "", schema.MaskedField, schema.DeployerImage, schema.ApplicationUID, schema.IstioEnabled, schema.IngressAvailable,
	schema.GeneratedPassword, schema.ServiceAccountType, schema.StorageClassType, schema.StringType, schema.ReportingSecret, schema.TLSCertificate,
}

// drawProperty makes a property that Parse takes, sensible or not.
func drawProperty(t *rapid.T, i int) map[string]any {
	x := rapid.SampledFrom(anyType).Draw(t, "extended type")
	kind := rapid.SampledFrom([]string{"string", "integer", "int", "number", "boolean"}).Draw(t, "type")
	if x != "" {
		kind = "string"
	}
	if x == schema.IstioEnabled || x == schema.IngressAvailable {
		kind = "boolean"
	}
	p := map[string]any{"type": kind}
	scalar := rapid.SampledFrom([]any{"", "a", "3", "true", "<b>", 0, 3, -1, 1.5, true, false})
	if rapid.Bool().Draw(t, "has rules") {
		p["enum"] = rapid.SliceOf(scalar).Draw(t, "enum")
		p["minimum"], p["maximum"] = rapid.IntRange(-5, 5).Draw(t, "minimum"), rapid.IntRange(-5, 5).Draw(t, "maximum")
		p["maxLength"] = rapid.IntRange(-1, 3).Draw(t, "maxLength")
		p["pattern"] = rapid.SampledFrom([]string{"^a$", `\pL`, "(", "(?i)a", "[\\w-.]"}).Draw(t, "pattern")
		p["title"], p["description"] = rapid.String().Draw(t, "title"), rapid.String().Draw(t, "description")
	}
	switch x {
	case "":
		return p
	case schema.StorageClassType:
		p["x-google-marketplace"] = map[string]any{"type": x, "storageClass": map[string]any{"type": "SSD"}}
	case schema.StringType:
		derived := map[string]any{"base64Encoded": fmt.Sprintf("p%d", rapid.IntRange(0, i+2).Draw(t, "derived"))}
		p["x-google-marketplace"] = map[string]any{"type": x, "string": map[string]any{"generatedProperties": derived}}
	default:
		p["x-google-marketplace"] = map[string]any{"type": x}
	}
	return p
}

func drawSchema(t *rapid.T) *schema.Schema {
	properties := map[string]any{
		"ns":  map[string]any{"type": "string", "x-google-marketplace": map[string]any{"type": "NAMESPACE"}},
		"nam": map[string]any{"type": "string", "x-google-marketplace": map[string]any{"type": "NAME"}},
	}
	var required []string
	for i := range rapid.IntRange(0, 6).Draw(t, "properties") {
		name := fmt.Sprintf("p%d", i)
		properties[name] = drawProperty(t, i)
		if rapid.Bool().Draw(t, "required") {
			required = append(required, name)
		}
	}
	data, err := json.Marshal(map[string]any{"properties": properties, "required": required})
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Parse("schema.yaml", data)
	if err != nil {
		t.Skip(err)
	}
	return s
}

func TestAFormIsAValidSchemaWithoutAnyInjectedProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := drawSchema(r)
		f, err := Of(s)
		if err != nil {
			r.Fatal(err)
		}
		compile(t, f)
		order := f.UISchema["ui:order"].([]string)
		if order[0] != "nam" || order[1] != "ns" || len(order) != len(fields(f)) {
			r.Errorf("order %v of %d fields", order, len(fields(f)))
		}
		for _, name := range f.Schema["required"].([]string) {
			if fields(f)[name] == nil {
				r.Errorf("%s is required but not in the form", name)
			}
		}
		generated := derivedNames(s)
		for name := range fields(f) {
			if slices.Contains(neverAsked, s.Property(name).X) || generated[name] {
				r.Errorf("property %s has a field", name)
			}
		}
		again, err := Of(s)
		if err != nil || !bytes.Equal(text(t, f), text(t, again)) {
			r.Error("a second form of the same schema differs", err)
		}
	})
}
