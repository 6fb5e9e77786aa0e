package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chandler-dev/chandler/schema"
)

var update = flag.Bool("update", false, "write the golden files")

func TestFormsAreWhatTheGoldenFilesSay(t *testing.T) {
	for name, file := range map[string]string{
		"everything": "testdata/everything.yaml",
		"v1":         "testdata/v1.yaml",
		"nginx":      "../../examples/nginx/schema.yaml",
		"redis":      "../../examples/redis/schema.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			f := of(t, read(t, file))
			compile(t, f)
			got := text(t, f)
			golden := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, golden)), string(got)); diff != "" {
				t.Errorf("form (-golden +got):\n%s", diff)
			}
		})
	}
}

func TestAFormNeedsOneNameAndOneNamespace(t *testing.T) {
	s, err := schema.Parse("schema.yaml", []byte("properties: {a: {type: string}}"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Of(s)
	var problems schema.Problems
	if !errors.As(err, &problems) || len(problems) != 2 || !problems.Has(schema.CodeSoleProperty) {
		t.Errorf("name and namespace are missing, but the error is: %v", err)
	}
}

func TestAFormThatAliasesBlowUpIsRefused(t *testing.T) {
	var text strings.Builder
	text.WriteString(minimal + "  first: {type: string, description: &long " + strings.Repeat("a", 100_000) + "}\n")
	for i := range 40 {
		fmt.Fprintf(&text, "  p%d: {type: string, description: *long}\n", i)
	}
	s, err := schema.Parse("schema.yaml", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Of(s)
	var problems schema.Problems
	if !errors.As(err, &problems) || !problems.Has(schema.CodeLimit) {
		t.Errorf("the error is %v", err)
	}
}

func TestTheFormRefusesWhatTheRulesRefuse(t *testing.T) {
	form := compile(t, of(t, read(t, "testdata/everything.yaml")))
	good := func() map[string]any {
		return map[string]any{"name": "app-1", "namespace": "shop", "level": "info", "ACCEPT_TERMS": false, "owner": "Jane"}
	}
	if err := form.Validate(good()); err != nil {
		t.Fatal("good values are refused:", err)
	}
	for _, wrong := range []struct {
		name  string
		value any
	}{
		{"name", "App-1"}, {"name", "one"}, {"name", "app-" + strings.Repeat("a", 20)}, {"name", ""}, {"name", nil},
		{"namespace", "a.b"}, {"namespace", "-a"}, {"namespace", strings.Repeat("a", 64)},
		{"replicas", 2}, {"replicas", "3"}, {"workers", 12}, {"workers", 1.5}, {"cpu.share", 1.1}, {"cpu.share", "1"},
		{"level", "trace"}, {"size", "5"}, {"size", "1234567Gi"}, {"ACCEPT_TERMS", "yes"},
		{"deployer", "x"}, {"uid", "x"}, {"istio", true}, {"ingress", true}, {"image.tag", "x"}, {"tls.key", "x"}, {"isNew", true}, {"nosuch", 1},
	} {
		values := good()
		values[wrong.name] = wrong.value
		if form.Validate(values) == nil {
			t.Errorf("%s may be %v", wrong.name, wrong.value)
		}
	}
	for _, name := range []string{"name", "namespace", "level", "ACCEPT_TERMS", "owner"} {
		values := good()
		delete(values, name)
		if form.Validate(values) == nil {
			t.Errorf("%s may be absent", name)
		}
	}
}

func TestTheNameLeavesRoomForThatOfTheDeployersJob(t *testing.T) {
	form := compile(t, of(t, []byte(minimal)))
	longest := strings.Repeat("a", 54)
	if err := form.Validate(map[string]any{"name": longest, "namespace": "shop"}); err != nil {
		t.Error(err)
	}
	if form.Validate(map[string]any{"name": longest + "a", "namespace": "shop"}) == nil {
		t.Error("a Job cannot have a name of 64 characters")
	}
}

const minimal = `
properties:
  name: {type: string, x-google-marketplace: {type: NAME}}
  namespace: {type: string, x-google-marketplace: {type: NAMESPACE}}
`

func of(t testing.TB, data []byte) *Form {
	t.Helper()
	s, err := schema.Parse("schema.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Of(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t testing.TB, parts ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// text gives the JSON of a form as the command line prints it.
func text(t testing.TB, f *Form) []byte {
	t.Helper()
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compile holds the schema of a form, as JSON, to the metaschema that it names; nothing is loaded.
func compile(t testing.TB, f *Form) *jsonschema.Schema {
	t.Helper()
	data, err := json.Marshal(f.Schema)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{})
	if err := c.AddResource("urn:form", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("urn:form")
	if err != nil {
		t.Fatal(err)
	}
	if compiled.DraftVersion != 2020 {
		t.Fatalf("the schema is of draft %d", compiled.DraftVersion)
	}
	return compiled
}
