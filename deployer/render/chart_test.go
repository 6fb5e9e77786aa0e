package render

import (
	"testing"

	"github.com/chandler-dev/chandler/schema"
)

func TestAChartByItselfKeepsItsHooksAndItsFiles(t *testing.T) {
	files := map[string][]byte{
		"Chart.yaml":          []byte("apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
		".helmignore":         []byte("ignored.txt\n"),
		"ignored.txt":         []byte("x"),
		"templates/hook.yaml": []byte("apiVersion: batch/v1\nkind: Job\nmetadata: {name: '{{ .Release.Name }}-{{ .Values.size }}', annotations: {helm.sh/hook: pre-install}}\n"),
	}
	objects, err := Chart(t.Context(), files, schema.Values{"size": "large"}, "app", "ns")
	if err != nil {
		t.Fatal(err)
	}
	if len(objects) != 1 || objects[0].GetName() != "app-large" || objects[0].GetAnnotations()[hookAnnotation] != "pre-install" {
		t.Errorf("it renders to %v", objects)
	}
	if len(files) != 4 {
		t.Error("its files were changed")
	}
}
