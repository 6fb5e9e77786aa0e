package apply

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Resource is where objects of a kind are found in the API.
type Resource struct {
	schema.GroupVersionResource
	Namespaced bool
	// Defined says that a CustomResourceDefinition of the package makes the kind: it may not be served yet.
	Defined bool
}

// resources finds the Resource of every kind among objects: in the package's own definitions, among them and before them,
// then in the cluster. A kind that is in neither is an *event.Failure, so that nothing is written before it is known.
func resources(objects, defined []*unstructured.Unstructured, mapper meta.RESTMapper) (map[schema.GroupVersionKind]Resource, error) {
	found := definedBy(slices.Concat(defined, objects))
	for _, o := range objects {
		gvk := o.GroupVersionKind()
		if _, ok := found[gvk]; ok {
			continue
		}
		m, err := mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
		if meta.IsNoMatchError(err) {
			return nil, noSuchKind(o, mapper)
		}
		if err != nil {
			return nil, fmt.Errorf("ask the cluster for the kind %s of %s: %w", gvk.Kind, gvk.GroupVersion(), err)
		}
		found[gvk] = Resource{GroupVersionResource: m.Resource, Namespaced: m.Scope.Name() == meta.RESTScopeNameNamespace}
	}
	return found, nil
}

func noSuchKind(o *unstructured.Unstructured, mapper meta.RESTMapper) error {
	ref := kube.RefOf(o)
	f := &event.Failure{Stage: event.Apply, Object: &ref, Reason: "NoSuchKind",
		Message: fmt.Sprintf("the cluster has no kind %s in %s", o.GetKind(), o.GetAPIVersion()),
		Hint:    "Nothing was applied. Add its CustomResourceDefinition to the package, or install what brings it first."}
	if m, err := mapper.RESTMapping(o.GroupVersionKind().GroupKind()); err == nil {
		f.Hint = fmt.Sprintf("Nothing was applied. This cluster serves the kind as %s: change apiVersion, and what else changed with it.", m.GroupVersionKind.GroupVersion())
	}
	return f
}

// definedBy gives the kinds that CustomResourceDefinitions among objects make.
func definedBy(objects []*unstructured.Unstructured) map[schema.GroupVersionKind]Resource {
	found := map[schema.GroupVersionKind]Resource{}
	for _, o := range objects {
		if !isDefinition(o) {
			continue
		}
		group, _, _ := unstructured.NestedString(o.Object, "spec", "group")
		kind, _, _ := unstructured.NestedString(o.Object, "spec", "names", "kind")
		plural, _, _ := unstructured.NestedString(o.Object, "spec", "names", "plural")
		scope, _, _ := unstructured.NestedString(o.Object, "spec", "scope")
		versions, _, _ := unstructured.NestedSlice(o.Object, "spec", "versions")
		for _, v := range versions {
			m, _ := v.(map[string]any)
			version, _ := m["name"].(string)
			if served, _ := m["served"].(bool); !served || version == "" {
				continue
			}
			gvk := schema.GroupVersionKind{Group: group, Version: version, Kind: kind}
			found[gvk] = Resource{GroupVersionResource: gvk.GroupVersion().WithResource(plural), Namespaced: scope != "Cluster", Defined: true}
		}
	}
	return found
}

func isDefinition(o *unstructured.Unstructured) bool {
	return o.GetKind() == "CustomResourceDefinition" && o.GroupVersionKind().Group == "apiextensions.k8s.io"
}
