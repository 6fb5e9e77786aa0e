package apply

import (
	"context"
	"errors"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

const twoObjects = `
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "example.com/none:1"}]}}
`

func TestASecondApplyChangesNothing(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	versions := map[string]string{}
	for run := range 2 {
		applied, err := Apply(t.Context(), c, kubetest.Objects(t, twoObjects), Options{Namespace: ns})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range applied {
			if a.GetNamespace() != ns || a.GetUID() == "" {
				t.Errorf("%s is not the object of the cluster", a.Ref())
			}
			if a.GetKind() == "ConfigMap" { // a Deployment's controller writes, too
				versions[a.GetResourceVersion()] = a.GetName()
			}
		}
		if len(versions) != 1 {
			t.Errorf("run %d: the ConfigMap has versions %v, want one", run, versions)
		}
	}
}

func TestOfTwoOfTheSameObjectTheLaterCounts(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applied, err := Apply(t.Context(), c, kubetest.Objects(t, `
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: first}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: second}}`), Options{Namespace: ns})
	if err != nil || len(applied) != 1 || applied[0].Object["data"].(map[string]any)["a"] != "second" {
		t.Errorf("%v, %v", applied, err)
	}
}

func TestACustomResourceGoesWithItsDefinition(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	group := ns + ".example.com"
	objects := kubetest.Objects(t, strings.ReplaceAll(`
{apiVersion: GROUP/v1, kind: Thing, metadata: {name: one}, spec: {size: 1}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.GROUP}
spec:
  group: GROUP
  scope: Namespaced
  names: {kind: Thing, plural: things}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`, "GROUP", group))
	t.Cleanup(func() {
		definition := objects[1].GroupVersionKind().GroupVersion().WithResource("customresourcedefinitions")
		if err := c.Dynamic.Resource(definition).Delete(context.Background(), "things."+group, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
	applied, err := Apply(t.Context(), c, objects, Options{Namespace: ns})
	if err != nil {
		t.Fatal(err)
	}
	if applied[0].GetKind() != "CustomResourceDefinition" || applied[1].GetKind() != "Thing" {
		t.Errorf("applied %s before %s", applied[0].Ref(), applied[1].Ref())
	}
}

func TestNothingIsWrittenIfAKindIsUnknown(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	f := refused(t, Options{Namespace: ns}, twoObjects+"---\n{apiVersion: nowhere.example.com/v1, kind: Thing, metadata: {name: x}}")
	if f.Reason != "NoSuchKind" || f.Object.String() != "Thing/x" {
		t.Errorf("%v", f)
	}
	if _, err := c.Core.ConfigMaps(ns).Get(t.Context(), "c", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the ConfigMap was written: %v", err)
	}
}

func TestAnObsoleteVersionNamesTheOneThatIsServed(t *testing.T) {
	c := kubetest.Connect(t)
	f := refused(t, Options{Namespace: kubetest.Namespace(t, c)}, "{apiVersion: apiextensions.k8s.io/v1beta1, kind: CustomResourceDefinition, metadata: {name: x}}")
	if f.Reason != "NoSuchKind" || !strings.Contains(f.Hint, "apiextensions.k8s.io/v1:") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}

func TestTheFieldThatIsWrongIsNamed(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	f := refused(t, Options{Namespace: ns}, "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 99999}]}}")
	if f.Reason != "Invalid" || !strings.Contains(f.Hint, "spec.ports[0].port") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}

func TestTheRightThatIsMissingIsNamed(t *testing.T) {
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	_, err := Apply(t.Context(), kubetest.As(t, c, ns, "nobody"), kubetest.Objects(t, twoObjects), Options{Namespace: ns})
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Forbidden" || !strings.Contains(f.Hint, `a Role with a rule for apiGroups "", resources "configmaps", verbs get, create, patch`) {
		t.Errorf("%v: %+v", err, f)
	}
}

func refused(t *testing.T, o Options, objects string) *event.Failure {
	t.Helper()
	_, err := Apply(t.Context(), kubetest.Connect(t), kubetest.Objects(t, objects), o)
	var f *event.Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v, want a failure", err)
	}
	return f
}
