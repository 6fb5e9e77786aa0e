package deployer

import (
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// deployedAnnotation of an Application counts its deployments that went well.
const deployedAnnotation = "chandler.dev/deployed"

// NextRevision is what the next deployment of a live Application is to charts: 1 is an installation, all others are
// upgrades. Only deployments that went well count.
func NextRevision(application *unstructured.Unstructured) int { return deployed(application) + 1 }

// deployed is how many deployments went well; at least 1 for an app that was deployed by what does not count.
func deployed(application *unstructured.Unstructured) int {
	n, err := strconv.Atoi(application.GetAnnotations()[deployedAnnotation])
	phase, _, _ := unstructured.NestedString(application.Object, "spec", "assemblyPhase")
	if (err != nil || n < 1) && phase == string(Success) {
		return 1
	}
	return max(0, n)
}
