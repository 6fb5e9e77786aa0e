package deployer

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

// deployInfoAnnotation names the partner and the product of a package, as JSON.
const deployInfoAnnotation = "marketplace.cloud.google.com/deploy-info"

// Check refuses what would go wrong, or leave the app's namespace, before the first write. The error is an
// *event.Failure.
func Check(objects []*unstructured.Unstructured, s *schema.Schema, namespace string, scope Scope) error {
	app, err := FindApplication(objects)
	if err != nil {
		return err
	}
	for i, o := range objects {
		if o.GetName() == "" {
			return unnamed(o, i)
		}
		if ns := o.GetNamespace(); ns != "" && ns != namespace && !scope.ClusterScoped(o.GroupVersionKind()) {
			return elsewhere(o, ns, namespace)
		}
	}
	if err := checkDeployInfo(app, s); err != nil {
		return err
	}
	return checkVersion(app, s)
}

func unnamed(o *unstructured.Unstructured, i int) error {
	hint := "Give it a metadata.name."
	if o.GetGenerateName() != "" {
		hint = "Use metadata.name instead of generateName: a deployer that is run again has to find its objects."
	}
	return &event.Failure{Stage: event.Check, Message: fmt.Sprintf("object %d, a %s, has no name", i+1, o.GetKind()), Hint: hint}
}

func elsewhere(o *unstructured.Unstructured, ns, namespace string) error {
	ref := kube.RefOf(o)
	return &event.Failure{Stage: event.Check, Object: &ref, Reason: "OtherNamespace",
		Message: fmt.Sprintf("it names the namespace %s, but the app is deployed to %s", ns, namespace),
		Hint:    "Leave metadata.namespace out, or set it to the parameter of type NAMESPACE: an app owns nothing outside of its namespace."}
}

func checkDeployInfo(app *unstructured.Unstructured, s *schema.Schema) error {
	text, there := app.GetAnnotations()[deployInfoAnnotation]
	if !there {
		return wrongApplication(app, "it has no annotation "+deployInfoAnnotation,
			fmt.Sprintf(`Add the annotation %s: '{"partner_id": "…", "product_id": "…", "partner_name": "…"}'.`, deployInfoAnnotation))
	}
	var info map[string]any
	if err := json.Unmarshal([]byte(text), &info); err != nil {
		return wrongApplication(app, fmt.Sprintf("its annotation %s is not a JSON object: %v", deployInfoAnnotation, err), "Write it as JSON.")
	}
	for _, key := range []struct{ json, schema, want string }{
		{"partner_id", "partnerId", s.PartnerID}, {"product_id", "solutionId", s.SolutionID},
	} {
		value, ok := info[key.json].(string)
		if !ok || value == "" {
			return wrongApplication(app, fmt.Sprintf("its annotation %s has no %s", deployInfoAnnotation, key.json), "Add it.")
		}
		if s.PartnerID != "" && value != key.want {
			return wrongApplication(app, fmt.Sprintf("its annotation %s has the %s %q, but schema.yaml has the %s %q",
				deployInfoAnnotation, key.json, value, key.schema, key.want), "Make the two the same.")
		}
	}
	return nil
}

func checkVersion(app *unstructured.Unstructured, s *schema.Schema) error {
	version, _, err := unstructured.NestedString(app.Object, "spec", "descriptor", "version")
	switch {
	case err != nil:
		return wrongApplication(app, "its spec.descriptor.version is not a string", "Put it in quotes.")
	case version == "":
		return wrongApplication(app, "it has no spec.descriptor.version", "Set it to the version of the app, in quotes.")
	case s.SchemaVersion == "v2" && version != s.PublishedVersion:
		return wrongApplication(app, fmt.Sprintf("its spec.descriptor.version is %q, but schema.yaml has the publishedVersion %q",
			version, s.PublishedVersion), "Make the two the same.")
	}
	return nil
}

func wrongApplication(app *unstructured.Unstructured, message, hint string) error {
	ref := kube.RefOf(app)
	return &event.Failure{Stage: event.Check, Object: &ref, Message: message, Hint: hint}
}
