package deployer

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	applicationKind  = "Application"
	applicationGroup = "app.k8s.io"
)

// FindApplication gives the one Application resource among objects. Kinds of that name in other groups are not ours.
func FindApplication(objects []*unstructured.Unstructured) (*unstructured.Unstructured, error) {
	var found *unstructured.Unstructured
	for _, o := range objects {
		if !isApplication(o) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("the manifests have several Applications, %s and %s: keep one", found.GetName(), o.GetName())
		}
		found = o
	}
	if found == nil {
		return nil, fmt.Errorf("the manifests have no Application: add one of apiVersion %s/v1beta1, named after the app", applicationGroup)
	}
	return found, nil
}

func isApplication(o *unstructured.Unstructured) bool {
	return o.GetKind() == applicationKind && strings.HasPrefix(o.GetAPIVersion(), applicationGroup+"/")
}

// componentKinds gives the kinds that the Application owns. They are matched by kind alone, for nearly every
// package writes an API version where the group belongs. Claims outlive the app, so that its data does.
func componentKinds(app *unstructured.Unstructured) map[string]bool {
	kinds := map[string]bool{}
	list, _, _ := unstructured.NestedSlice(app.Object, "spec", "componentKinds")
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			kind, _ := m["kind"].(string)
			kinds[kind] = true
		}
	}
	for _, kind := range []string{"", "PersistentVolumeClaim", applicationKind} {
		delete(kinds, kind)
	}
	return kinds
}
