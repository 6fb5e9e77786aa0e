package deployer

import "k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

// verificationAnnotation marks what belongs to the tests of a package: its value is "test".
const verificationAnnotation = "marketplace.cloud.google.com/verification"

// Separate parts the testers from the app. Testers are always owned by the Application, whatever its component kinds
// say; only cluster-scoped ones keep the owner they have, since the garbage collector would delete them at once.
func Separate(objects []*unstructured.Unstructured, application Owner, scope Scope) (app, testers []*unstructured.Unstructured) {
	for _, o := range objects {
		if o.GetAnnotations()[verificationAnnotation] != "test" {
			app = append(app, o)
			continue
		}
		if !scope.ClusterScoped(o.GroupVersionKind()) {
			addOwner(o, application)
		}
		testers = append(testers, o)
	}
	return app, testers
}
