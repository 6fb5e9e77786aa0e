package render

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

const nameLabel = "app.kubernetes.io/name"

func modeName(mode string) string {
	return filepath.Base(filepath.Dir(mode)) + "/" + filepath.Base(mode)
}

func TestManifestsOfRealPackagesRenderToTheObjectsOfTheReference(t *testing.T) {
	modes := conformance.Having(t, "*/*/manifest")
	if len(modes) != 6 {
		t.Errorf("3 packages have manifests in 2 modes, but %d are there", len(modes))
	}
	for _, mode := range modes {
		t.Run(modeName(mode), func(t *testing.T) {
			values, err := schema.ParseValues("values.yaml", readFile(t, filepath.Join(mode, "values.yaml")))
			if err != nil {
				t.Fatal(err)
			}
			got, err := render(context.Background(), Input{Files: imageWith(t, filepath.Join(mode, "manifest")), Values: values})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, referenceObjects(t, mode), got)
		})
	}
}

func TestHooksOfRealChartsBecomeWhatTheReferenceMakesOfThem(t *testing.T) {
	for _, mode := range conformance.Having(t, "*/*/helm-output.yaml") {
		t.Run(modeName(mode), func(t *testing.T) {
			output, err := documents("helm-output.yaml", string(readFile(t, filepath.Join(mode, "helm-output.yaml"))))
			if err != nil {
				t.Fatal(err)
			}
			got, hooks, err := processHooks(output, filepath.Base(mode) == "verify")
			if err != nil || len(hooks) > 0 {
				t.Fatalf("%v; the reference has no hooks, but these are: %s", err, names(hooks))
			}
			compare(t, referenceObjects(t, mode), got)
		})
	}
}

func imageWith(t *testing.T, manifests string) fstest.MapFS {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(manifests, "*"))
	if err != nil {
		t.Fatal(err)
	}
	image := fstest.MapFS{}
	for _, name := range names {
		image["data/manifest/"+filepath.Base(name)] = &fstest.MapFile{Data: readFile(t, name)}
	}
	return image
}

func referenceObjects(t *testing.T, mode string) []*unstructured.Unstructured {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(mode, "rendered", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []*unstructured.Unstructured
	for _, name := range names {
		found, err := documents(name, string(readFile(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// compare leaves out the label that another stage ensures.
func compare(t *testing.T, want, got []*unstructured.Unstructured) {
	t.Helper()
	if diff := cmp.Diff(contents(want), contents(got)); diff != "" {
		t.Errorf("objects (-reference +ours):\n%s", diff)
	}
}

func contents(objects []*unstructured.Unstructured) []map[string]any {
	var all []map[string]any
	for _, o := range objects {
		if metadata, ok := o.Object["metadata"].(map[string]any); ok {
			if labels, _ := metadata["labels"].(map[string]any); labels != nil {
				delete(labels, nameLabel)
			}
			if labels, ok := metadata["labels"].(map[string]any); !ok || len(labels) == 0 {
				delete(metadata, "labels")
			}
		}
		cutIcon(annotationsOf(o))
		all = append(all, o.Object)
	}
	return all
}

// cutIcon shortens logos: in the conformance data they are cut to stubs, but not in every file.
func cutIcon(annotations map[string]any) {
	const icon = "kubernetes-engine.cloud.google.com/icon"
	if text, ok := annotations[icon].(string); ok && len(text) > 40 {
		annotations[icon] = text[:40]
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
