package ready

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// apiServiceReady holds when the aggregated API answers.
func apiServiceReady(o *unstructured.Unstructured, _ *world) State {
	status, message := conditionOf(o, "Available")
	if status == "True" {
		return ready
	}
	return State{Message: "the API is not available: " + message, Hint: "See the Service and the Pods that serve the API."}
}
