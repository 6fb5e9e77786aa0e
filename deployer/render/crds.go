package render

import (
	"bytes"
	"path"

	helmchart "helm.sh/helm/v4/pkg/chart/v2"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	definitionKind  = "CustomResourceDefinition"
	definitionGroup = "apiextensions.k8s.io"
	// policyAnnotation with the value keep says that an object outlives the app.
	policyAnnotation = "helm.sh/resource-policy"
)

// definitionMark is before the names of files in crds/, which templates can be called like.
const definitionMark = "crds:"

// addDefinitions adds what lies in the crds/ folders of a chart, and of those in it that are switched on: as it is, for
// Helm does not take these files as templates.
func addDefinitions(texts map[string]string, loaded *helmchart.Chart) {
	for _, crd := range loaded.CRDObjects() {
		texts[definitionMark+path.Clean(crd.Filename)] = string(bytes.TrimSpace(crd.File.Data))
	}
}

// takeDefinitions takes what a file in crds/ has. Each definition is marked as kept, for with it go the objects of its
// kind.
func takeDefinitions(file string, found []*unstructured.Unstructured, r *released) error {
	for _, o := range found {
		if o.GetKind() != definitionKind || o.GroupVersionKind().Group != definitionGroup {
			return &Error{File: file, Message: describe(o) + " is no " + definitionKind, Hint: "only these belong into crds/: put it into templates/"}
		}
		keep(o)
	}
	r.definitions = append(r.definitions, found...)
	return nil
}

func keep(o *unstructured.Unstructured) {
	annotations := o.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[policyAnnotation] = "keep"
	o.SetAnnotations(annotations)
}
