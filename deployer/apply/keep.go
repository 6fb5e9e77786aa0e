package apply

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// Keeps says whether an object is never deleted by itself: a user would lose data with it, or the package declares it
// as kept.
func Keeps(o *unstructured.Unstructured) bool {
	return holdsData(o.GroupVersionKind().GroupKind()) || o.GetAnnotations()[keepAnnotation] == "keep"
}
