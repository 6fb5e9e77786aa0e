package schema_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/form"
)

func FuzzResolve(f *testing.F) {
	f.Add([]byte(everything), []byte(parameters))
	f.Add([]byte(projected), []byte(parameters))
	real, given := realFiles(f, schemaFile), realFiles(f, "install/parameters.yaml")
	for i := range min(len(real), len(given)) { // each with its own: both are in the order of the packages
		f.Add(real[i], given[i])
	}
	f.Fuzz(func(t *testing.T, schemaData, given []byte) {
		var first resolution
		withinBounds(t, func() { first = resolve(schemaData, given) })
		same(t, first.shown(), resolve(schemaData, given).shown())
		first.holds(t, map[string][]byte{schemaFile: schemaData, parametersFile: given})
	})
}

// resolution is all that is made of a schema and the parameters for it.
type resolution struct {
	schema   *schema.Schema
	problems schema.Problems // of Check
	err      error           // of the first step that gave up
	values   schema.Values
	text     map[string]string
	nested   map[string]any
	nestErr  error
	form     []byte // JSON
	formErr  error
}

func resolve(schemaData, parameters []byte) (r resolution) {
	if r.schema, r.err = schema.Parse(schemaFile, schemaData); r.err != nil {
		return r
	}
	r.problems = r.schema.Check()
	if r.schema, r.err = schema.Overlay(r.schema, r.schema); r.err != nil {
		return r
	}
	r.form, r.formErr = drawn(r.schema)
	given, err := schema.ParseValues(parametersFile, parameters)
	if err != nil {
		r.err = err
		return r
	}
	completed(r.schema, given)
	env := schema.Environment{ApplicationUID: "uid-1", Rand: rand.NewChaCha8([32]byte{}), Now: time.Unix(1_700_000_000, 0)}
	if r.values, r.err = schema.Resolve(r.schema, given, env); r.err != nil {
		return r
	}
	r.text = r.values.Text()
	r.nested, r.nestErr = r.values.Nested()
	return r
}

func drawn(s *schema.Schema) ([]byte, error) {
	drawn, err := form.Of(s)
	if err != nil {
		return nil, err
	}
	return json.Marshal(drawn)
}

// completed gives the values without which little would be resolved, and certificates: a generated one is never the
// same twice, and each takes a tenth of a second.
func completed(s *schema.Schema, given map[string]any) {
	missing := map[string]string{}
	if s.SchemaVersion == "v2" {
		missing[schema.ImageRepoPrefixKey] = "r.io/a"
	}
	for _, p := range s.OfType(schema.TLSCertificate) {
		missing[p.Name] = `{"private_key": "k", "certificate": "c"}`
	}
	for name, v := range missing {
		if given[name] == nil {
			given[name] = v
		}
	}
}

func (r resolution) shown() string {
	return shown(r.problems, r.err, r.values, r.text, r.nested, r.nestErr, string(r.form), r.formErr)
}

// holds holds what was made to what it promises.
func (r resolution) holds(t *testing.T, files map[string][]byte) {
	t.Helper()
	sound(t, r.problems, files)
	refused := problemsOf(t, r.err)
	sound(t, refused, files)
	sound(t, schema.ParameterPlaces(parametersFile, files[parametersFile]).Locate(refused), files)
	sound(t, problemsOf(t, r.formErr), files)
	for _, p := range problemsOf(t, r.nestErr) {
		if p.Code != schema.CodeNestedNameCollision {
			t.Errorf("values cannot be nested: %v", p)
		}
	}
	if r.err != nil {
		return
	}
	for name, v := range r.values {
		switch v.(type) {
		case string, int64, float64, bool:
		default:
			t.Errorf("%q has a value of another type: %T", name, v)
		}
		if _, ok := r.text[name]; !ok {
			t.Errorf("%q has no text", name)
		}
	}
	for _, p := range r.schema.Properties {
		if p.Required && r.values[p.Name] == nil {
			t.Errorf("the required %q has no value", p.Name)
		}
	}
}
