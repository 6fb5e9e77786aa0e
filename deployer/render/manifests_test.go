package render

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

func image(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// render gives the objects that a package renders to.
func render(ctx context.Context, in Input) ([]*unstructured.Unstructured, error) {
	out, err := Render(ctx, in)
	if err != nil {
		return nil, err
	}
	return out.Objects, nil
}

func names(objects []*unstructured.Unstructured) string {
	var all []string
	for _, o := range objects {
		all = append(all, describe(o))
	}
	return strings.Join(all, " ")
}

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %}\n"

func named(name string) string { return strings.ReplaceAll(configMap, "%", name) }

func TestManifestsAreRenderedInTheOrderOfTheirNames(t *testing.T) {
	files := image(map[string]string{
		"data/manifest/b.yaml":          named("$name-b"),
		"data/manifest/a.yaml.template": named("${name}-a") + "---\n" + named("$other"),
		"data/manifest/.hidden":         "$",
		"data-test/manifest/b.yaml":     named("tested-b"),
		"data-test/manifest/c.yaml":     named("tester"),
	})
	in := Input{Files: files, Values: schema.Values{"name": "web"}}
	for test, want := range map[bool]string{
		false: "ConfigMap/web-a ConfigMap/$other ConfigMap/web-b",
		true:  "ConfigMap/web-a ConfigMap/$other ConfigMap/tested-b ConfigMap/tester",
	} {
		in.Test = test
		got, err := render(context.Background(), in)
		if err != nil || names(got) != want {
			t.Errorf("test %t: %s, %v; want %s", test, names(got), err, want)
		}
	}
}

func TestFaultsOfManifestsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"syntax in the second document", named("a") + "---\n" + "kind: x\nmetadata:\n  a: b: c\n", "data/manifest/m.yaml:7: not YAML"},
		{"tab", "kind: x\nmetadata:\n\tname: a\n", "data/manifest/m.yaml:3: the line is indented with a tab"},
		{"no kind", "# comment\n---\n\napiVersion: v1\n", "data/manifest/m.yaml:4: an object without kind"},
		{"no apiVersion", "kind: ConfigMap\n", "data/manifest/m.yaml:1: an object without apiVersion"},
		{"text", "hello\n", "data/manifest/m.yaml:1: this is not a Kubernetes object"},
		{"metadata", "apiVersion: v1\nkind: ConfigMap\nmetadata: x\n", "data/manifest/m.yaml:1: metadata is not a map"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Render(context.Background(), Input{Files: image(map[string]string{"data/manifest/m.yaml": c.text})})
			var e *Error
			if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestAPackageWithoutManifestsAndChartsIsRefused(t *testing.T) {
	if _, err := Render(context.Background(), Input{Files: image(map[string]string{"data/schema.yaml": ""})}); err == nil {
		t.Error("no error")
	}
}

func TestAFolderAmongTheManifestsIsRefused(t *testing.T) {
	_, err := Render(context.Background(), Input{Files: image(map[string]string{"data/manifest/sub/a.yaml": named("a")})})
	if err == nil || !strings.Contains(err.Error(), "data/manifest/sub") {
		t.Errorf("%v", err)
	}
}

func TestNamesThatAreNoVariablesAreRefused(t *testing.T) {
	_, err := Render(context.Background(), Input{Files: image(map[string]string{"data/manifest/a.yaml": named("a")}), Values: schema.Values{"a.b": "x", "c-d": "y", "ok": "z"}})
	if err == nil || !strings.Contains(err.Error(), "a.b, c-d (") {
		t.Errorf("%v", err)
	}
}

func TestDocumentsAreReadAsKubectlReadsThem(t *testing.T) {
	text := "# only a comment\n---\n---\n{}\n---\r\n" + `apiVersion: v1
kind: ConfigMap
metadata:
  name: first
  name: last
data:
  quoted: "1e3"
  block: |
    text
     --- not a marker
--- # a comment
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Secret, metadata: {name: a}}
- apiVersion: v1
  kind: List
  items:
  - {apiVersion: v1, kind: Secret, metadata: {name: b}}
---
apiVersion: example.com/v1
kind: AllowList
metadata: {name: mine}
items: [{host: a}]
`
	got, err := documents("m.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if want := "ConfigMap/last Secret/a Secret/b AllowList/mine"; names(got) != want {
		t.Errorf("got %s, want %s", names(got), want)
	}
	if v, _, _ := unstructured.NestedString(got[0].Object, "data", "quoted"); v != "1e3" {
		t.Errorf("the quoted text became %q", v)
	}
}
