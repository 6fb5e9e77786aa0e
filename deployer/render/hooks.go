package render

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	hookAnnotation         = "helm.sh/hook"
	verificationAnnotation = "marketplace.cloud.google.com/verification"
	verificationTest       = "test"
)

// processHooks keeps the tests of a chart for a verification, marked as testers, and drops them otherwise. All other
// hooks are refused: nothing would run them at their time.
func processHooks(objects []*unstructured.Unstructured, test bool) ([]*unstructured.Unstructured, error) {
	kept := make([]*unstructured.Unstructured, 0, len(objects))
	for _, object := range objects {
		annotations := annotationsOf(object)
		hook, _ := annotations[hookAnnotation].(string)
		switch {
		case hook == "":
			kept = append(kept, object)
		case hook == "test" || hook == "test-success":
			if test {
				delete(annotations, hookAnnotation)
				annotations[verificationAnnotation] = verificationTest
				kept = append(kept, object)
			}
		case hook == "test-failure" && !test:
		default:
			return nil, fmt.Errorf("%s: the Helm hook %s is not supported (only test is; make it an ordinary object)", describe(object), hook)
		}
	}
	return kept, nil
}

func annotationsOf(object *unstructured.Unstructured) map[string]any {
	metadata, _ := object.Object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	return annotations
}
