package render

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	hookAnnotation         = "helm.sh/hook"
	verificationAnnotation = "marketplace.cloud.google.com/verification"
	verificationTest       = "test"
)

// processHooks parts a chart's hooks from its other objects. The tests among them become testers in a verification, and
// are dropped otherwise; one that runs at another moment as well is a hook, too.
func processHooks(all []*unstructured.Unstructured, test bool) (objects, hooks []*unstructured.Unstructured, err error) {
	for _, object := range all {
		annotations := annotationsOf(object)
		value, _ := annotations[hookAnnotation].(string)
		if value == "" {
			objects = append(objects, object)
			continue
		}
		moments := strings.Split(value, ",")
		others := slices.DeleteFunc(slices.Clone(moments), isTest)
		if slices.ContainsFunc(others, isTestFailure) {
			if test {
				return nil, nil, fmt.Errorf("%s: the Helm hook test-failure is not supported (make it a test that succeeds)", describe(object))
			}
			others = slices.DeleteFunc(others, isTestFailure)
		}
		if test && len(others) < len(moments) {
			objects = append(objects, tester(object))
		}
		if len(others) > 0 {
			annotations[hookAnnotation] = strings.Join(others, ",")
			hooks = append(hooks, object)
		}
	}
	return objects, hooks, nil
}

func isTest(moment string) bool {
	moment = strings.ToLower(strings.TrimSpace(moment))
	return moment == "test" || moment == "test-success"
}

func isTestFailure(moment string) bool {
	return strings.ToLower(strings.TrimSpace(moment)) == "test-failure"
}

// tester makes a test hook a tester.
func tester(hook *unstructured.Unstructured) *unstructured.Unstructured {
	made := hook.DeepCopy()
	annotations := annotationsOf(made)
	delete(annotations, hookAnnotation)
	annotations[verificationAnnotation] = verificationTest
	return made
}

func annotationsOf(object *unstructured.Unstructured) map[string]any {
	metadata, _ := object.Object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	return annotations
}
