package deployer

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// nameLabel ties an object to its app.
const nameLabel = "app.kubernetes.io/name"

// Label gives every object the label app.kubernetes.io/name, unless it has one already. Templates leave empty
// "labels:" behind; those are taken as no labels.
func Label(objects []*unstructured.Unstructured, name string) {
	for _, o := range objects {
		metadata := mapAt(o.Object, "metadata")
		labels := mapAt(metadata, "labels")
		if _, there := labels[nameLabel]; !there {
			labels[nameLabel] = name
		}
	}
}

// mapAt gives the map at a key, and makes it where there is none.
func mapAt(m map[string]any, key string) map[string]any {
	if inner, ok := m[key].(map[string]any); ok {
		return inner
	}
	inner := map[string]any{}
	m[key] = inner
	return inner
}
