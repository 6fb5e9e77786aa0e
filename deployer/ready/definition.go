package ready

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// definitionReady holds when the API server serves the kind.
func definitionReady(o *unstructured.Unstructured, _ *world) State {
	if status, _ := conditionOf(o, "Established"); status == "True" {
		return ready
	}
	return waiting("the cluster does not serve the kind yet")
}

// conditionOf gives status and message of a condition; both empty if it is not there.
func conditionOf(o *unstructured.Unstructured, kind string) (status, message string) {
	list, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, item := range list {
		if c, ok := item.(map[string]any); ok && c["type"] == kind {
			status, _ = c["status"].(string)
			message, _ = c["message"].(string)
		}
	}
	return status, message
}
