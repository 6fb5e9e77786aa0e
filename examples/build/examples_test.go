package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/schema"
)

var examples = []string{"nginx", "redis"}

func TestEveryExampleSaysOneVersionAndMakesTheImagesItsSchemaDeclares(t *testing.T) {
	for _, name := range examples {
		dir := filepath.Join("..", name)
		version, err := publishedVersion(filepath.Join(dir, "schema.yaml"))
		must(t, err)
		recipe, err := readRecipe(filepath.Join(dir, "images.yaml"))
		must(t, err)
		var made []string
		for _, i := range recipe.Images {
			made = append(made, i.Name)
		}
		app, err := readSchema(t, dir)
		must(t, err)
		var declared []string
		for _, i := range app.Images {
			declared = append(declared, i.Name)
		}
		if diff := cmp.Diff(declared, made); diff != "" {
			t.Errorf("%s: images (-schema +made):\n%s", name, diff)
		}
		for _, o := range rendered(t, dir, name) {
			if o.GetKind() != "Application" {
				continue
			}
			if got, _, _ := unstructured.NestedString(o.Object, "spec", "descriptor", "version"); got != version {
				t.Errorf("%s: the Application says version %q, schema.yaml %q", name, got, version)
			}
		}
	}
}

func TestEveryKindOfAnExampleIsAmongItsComponentKinds(t *testing.T) {
	for _, name := range examples {
		kinds, listed := map[string]bool{}, map[string]bool{}
		for _, o := range rendered(t, filepath.Join("..", name), name) {
			if o.GetKind() == "Application" {
				list, _, err := unstructured.NestedSlice(o.Object, "spec", "componentKinds")
				must(t, err)
				for _, k := range list {
					listed[k.(map[string]any)["kind"].(string)] = true
				}
				continue
			}
			if o.GetAnnotations()["marketplace.cloud.google.com/verification"] != "test" {
				kinds[o.GetKind()] = true
			}
		}
		if diff := cmp.Diff(kinds, listed); diff != "" {
			t.Errorf("%s: kinds (-made +listed):\n%s", name, diff)
		}
	}
}

func TestReferencesAreTheOnesThatVerifyUses(t *testing.T) {
	for image, want := range map[string]string{"": "chandler.local/nginx:1.0.0", "tester": "chandler.local/nginx/tester:1.0.0"} {
		if got := reference("../nginx", image, "1.0.0"); got != want {
			t.Errorf("reference is %s, want %s", got, want)
		}
	}
}

func TestAFolderWithoutARecipeIsRefused(t *testing.T) {
	err := run(context.Background(), []string{t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "schema.yaml: no such file") {
		t.Errorf("error is %v", err)
	}
	if err := run(context.Background(), nil); err == nil || !strings.Contains(err.Error(), "usage") {
		t.Errorf("error is %v", err)
	}
}

func readSchema(t *testing.T, dir string) (*schema.Schema, error) {
	t.Helper()
	src, err := images.OpenFolder(dir, images.FolderOptions{})
	must(t, err)
	data, err := fs.ReadFile(src.Files, "data/schema.yaml")
	must(t, err)
	return schema.Parse("schema.yaml", data)
}

// rendered are the objects of an example as it is verified.
func rendered(t *testing.T, dir, name string) []*unstructured.Unstructured {
	t.Helper()
	src, err := images.OpenFolder(dir, images.FolderOptions{})
	must(t, err)
	s, err := readSchema(t, dir)
	must(t, err)
	given := map[string]any{"name": "app-1", "namespace": "ns-1", schema.ImageRepoPrefixKey: "chandler.local/" + name}
	if s.Property("password") != nil {
		given["password"] = "Secret123"
	}
	values, err := schema.Resolve(s, given, schema.Environment{Rand: iotest.ErrReader(fs.ErrClosed), Now: time.Unix(0, 0)})
	must(t, err)
	output, err := render.Render(t.Context(), render.Input{Files: src.Files, Values: values, Name: "app-1", Namespace: "ns-1", Test: true})
	must(t, err)
	return output.Objects
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
