package render

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"pgregory.net/rapid"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

// canary is in every nasty value, so that it can be looked for in messages.
const canary = "s3cr3t"

// nasty makes text that means something to YAML, to envsubst or to templates.
var nasty = rapid.OneOf(rapid.Custom(fragments), rapid.Custom(attack))

func fragments(t *rapid.T) string {
	pieces := rapid.OneOf(
		rapid.SampledFrom([]string{
			"\n", "\n", "\n", "\r\n", "\r", "\t", " ", "  ", "\u0085", "\u2028", "\u2029", "\x00", "\xff", "\ufeff",
			`"`, "'", "\\", "`", "---", "...", "--- ", "- ", ": ", ":", " #", "# ", ",", "{", "}", "[", "]", "|", ">", "|-", "? ", "&a ", "*a", "!!map ", "%YAML 1.1", "<<: ", "@",
			"${name}", "$name", "${APP_INSTANCE_NAME}", "$APP_INSTANCE_NAME", "${X}", "$", "{{", "{{ .Values.password }}", "}}",
			"kind: Secret", "apiVersion: v1", "metadata: {name: evil}", "\n---\n", "\nkind: Secret\n", "null", "~", "1", "yes", "=",
		}),
		rapid.StringN(0, 4, -1),
	)
	list := rapid.SliceOfN(pieces, 0, 8).Draw(t, "pieces")
	at := rapid.IntRange(0, len(list)).Draw(t, "place of the canary")
	return strings.Join(slices.Insert(list, at, canary), "")
}

// attack makes text that ends the place where it stands, adds an object or changes the kind of one, and takes what
// follows into itself, so that the whole is YAML again.
func attack(t *rapid.T) string {
	quote := rapid.SampledFrom([]string{"", "", `"`, "'", `"]`}).Draw(t, "quote")
	object := rapid.SampledFrom([]string{
		"\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: evil\n", "\nkind: Secret\n", "\nmore: x\n", "\n---\n---\n", "\n...\n",
	}).Draw(t, "object")
	rest := rapid.SampledFrom([]string{"", "#", "rest: |\n ", "rest:\n" + strings.Repeat(" ", rapid.IntRange(0, 14).Draw(t, "indentation")) + "last: "}).Draw(t, "rest")
	return canary + quote + object + rest + strings.TrimSuffix(quote, "]")
}

// envsubstPackages gives the manifests and the values of the packages without a chart, by their names.
func envsubstPackages(t *testing.T) map[string]Input {
	t.Helper()
	packages := map[string]Input{}
	for _, mode := range conformance.Having(t, "*/verify/manifest") {
		values, err := schema.ParseValues("values.yaml", readFile(t, filepath.Join(mode, "values.yaml")))
		if err != nil {
			t.Fatal(err)
		}
		packages[filepath.Base(filepath.Dir(mode))] = Input{Files: imageWith(t, filepath.Join(mode, "manifest")), Values: values}
	}
	return packages
}

func nginx(t *testing.T) Input {
	t.Helper()
	const folder = "../../examples/nginx"
	files := imageWith(t, filepath.Join(folder, "manifest"))
	for name, file := range imageWith(t, filepath.Join(folder, "apptest/deployer/manifest")) {
		files[strings.Replace(name, "data/", "data-test/", 1)] = file
	}
	return Input{Files: files, Test: true, Values: schema.Values{
		"name": "web", "namespace": "apps", "replicas": int64(1), "greeting": "Hello", "nginxImage": "example.com/nginx:1", "testerImage": "example.com/nginx/tester:1",
	}}
}

func kinds(objects []*unstructured.Unstructured) []string {
	var all []string
	for _, o := range objects {
		all = append(all, o.GetAPIVersion()+" "+o.GetKind())
	}
	return all
}

func TestNoValueOfAnEnvsubstPackageChangesTheNumberOrTheKindsOfObjectsUnnoticed(t *testing.T) {
	t.Run("nginx", func(t *testing.T) { holdKinds(t, nginx(t)) })
	for name, in := range envsubstPackages(t) {
		t.Run(name, func(t *testing.T) { holdKinds(t, in) })
	}
}

// holdKinds renders a package with nasty values: the kinds of the objects stay, or the error names a parameter.
func holdKinds(t *testing.T, in Input) {
	objects, err := render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	want := kinds(objects)
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(in.Values)) {
		if _, ok := in.Values[name].(string); ok {
			texts = append(texts, name)
		}
	}
	values := in.Values
	rapid.Check(t, func(t *rapid.T) {
		in := in
		in.Values = maps.Clone(values)
		changed := rapid.SliceOfNDistinct(rapid.SampledFrom(texts), 1, 2, rapid.ID).Draw(t, "parameters")
		for _, name := range changed {
			in.Values[name] = nasty.Draw(t, name)
		}
		objects, err := render(context.Background(), in)
		if err != nil {
			blamesOneOf(t, err, changed)
		} else if got := kinds(objects); !slices.Equal(want, got) {
			t.Fatalf("the objects are %v, want %v", got, want)
		}
	})
}

func blamesOneOf(t *rapid.T, err error, names []string) {
	var e *Error
	if !errors.As(err, &e) || e.Line == 0 || strings.Contains(err.Error(), canary) {
		t.Fatalf("the error is %v", err)
	}
	_, rest, _ := strings.Cut(e.Message, "the value of parameter ")
	if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(rest, name+" ") }) {
		t.Fatalf("the error is %v, but the values of %v were changed", err, names)
	}
}

func TestNoValueOfRedisChangesTheNumberOrTheKindsOfObjects(t *testing.T) {
	s := exampleSchema(t, "../../examples/redis")
	files := fstest.MapFS{"data/chart/redis.tar.gz": {Data: []byte(packed(t, "../../examples/redis/chart/redis", "redis"))}}
	const want = "Application/web ConfigMap/web Secret/web Service/web Service/web-headless StatefulSet/web"
	rapid.Check(t, func(t *rapid.T) {
		given := map[string]any{"name": "web", "namespace": "apps", "password": "p", "persistence.size": "1Gi", schema.ImageRepoPrefixKey: "example.com/redis"}
		for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"password", "persistence.size", schema.ImageRepoPrefixKey}), 1, 3, rapid.ID).Draw(t, "parameters") {
			given[name] = nasty.Draw(t, name)
		}
		values, err := schema.Resolve(s, given, schema.Environment{})
		if err != nil {
			return
		}
		objects, err := render(context.Background(), Input{Files: files, Values: values, Name: "web", Namespace: "apps"})
		if err != nil {
			t.Fatalf("a value that the schema allows: %v", err)
		}
		if names(objects) != want {
			t.Fatalf("the objects are %s", names(objects))
		}
		if given["password"] == "p" {
			return
		}
		if got, _, _ := unstructured.NestedString(objects[2].Object, "stringData", "password"); strings.ToValidUTF8(got, "") != got || !strings.Contains(got, canary) {
			t.Fatalf("the password became %q", got)
		}
	})
}

func exampleSchema(t *testing.T, folder string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse("schema.yaml", readFile(t, filepath.Join(folder, "schema.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The model: a template of text without dollar signs and of references is its text with the values in between, as
// they are. So nothing in a value is ever substituted.
func TestValuesAreCopiedAndNotLookedInto(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]string{"name": nasty.Draw(t, "name"), "X": nasty.Draw(t, "X"), "a_1": nasty.Draw(t, "a_1")}
		text, want := "", ""
		for range rapid.IntRange(0, 6).Draw(t, "pieces") {
			plain := strings.ReplaceAll(nasty.Draw(t, "text"), "$", "")
			name := rapid.SampledFrom([]string{"name", "X", "a_1", "other"}).Draw(t, "reference")
			value, declared := values[name]
			if !declared {
				value = "${" + name + "}"
			}
			text, want = text+plain+"${"+name+"}", want+plain+value
		}
		if got := parseTemplate(text, values).with(values); got != want {
			t.Fatalf("%q becomes %q, want %q", text, got, want)
		}
	})
}
