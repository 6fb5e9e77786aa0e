package kube

import (
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// Ref names one object of a cluster. Namespace is empty for cluster-scoped objects.
type Ref struct {
	Group     string `json:"group,omitempty"`
	Version   string `json:"version,omitempty"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
}

// RefOf returns the reference of an object.
func RefOf(o *unstructured.Unstructured) Ref {
	gvk := o.GroupVersionKind()
	return Ref{Group: gvk.Group, Version: gvk.Version, Kind: gvk.Kind, Namespace: o.GetNamespace(), Name: o.GetName()}
}

// String is the short form that people read: Kind/name.
func (r Ref) String() string { return r.Kind + "/" + r.Name }

// GroupKind returns what of the object identifies its kind across versions.
func (r Ref) GroupKind() schema.GroupKind { return schema.GroupKind{Group: r.Group, Kind: r.Kind} }

// Less orders references for output: by kind, name, namespace and group.
func (r Ref) Less(o Ref) bool {
	for _, p := range [][2]string{{r.Kind, o.Kind}, {r.Name, o.Name}, {r.Namespace, o.Namespace}} {
		if c := strings.Compare(p[0], p[1]); c != 0 {
			return c < 0
		}
	}
	return r.Group < o.Group
}
