package ready

import (
	"context"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// definitionYAML defines a kind in a group of the test's own; the test plays its operator.
func definitionYAML(group, status string) string {
	return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: databases.` + group + `}
spec:
  group: ` + group + `
  scope: Namespaced
  names: {plural: databases, singular: database, kind: Database}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {` + status + `}
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`
}

// database makes an object of a kind of its own, which goes at the end of the test. Both are applied at once: a kind that
// has just been defined is found by other means a moment later.
func database(t *testing.T, c *kube.Client, namespace, status string) []apply.Applied {
	t.Helper()
	group := groupOf(namespace)
	applied := applyFor(t, c, namespace, definitionYAML(group, status)+"---\n{apiVersion: "+group+"/v1, kind: Database, metadata: {name: db}}", nil)
	t.Cleanup(func() {
		if err := c.Dynamic.Resource(applied[0].Resource.GroupVersionResource).Delete(context.Background(), applied[0].GetName(), metav1.DeleteOptions{}); err != nil {
			t.Errorf("delete the test's definition: %v", err)
		}
	})
	return applied[1:]
}

func groupOf(namespace string) string { return namespace + ".example.com" }

// applyFor applies objects, owned by another if that is not nil.
func applyFor(t *testing.T, c *kube.Client, namespace, text string, owner *unstructured.Unstructured) []apply.Applied {
	t.Helper()
	objects := kubetest.Objects(t, text)
	for _, o := range objects {
		if owner != nil {
			yes := true
			o.SetOwnerReferences([]metav1.OwnerReference{{APIVersion: owner.GetAPIVersion(), Kind: owner.GetKind(), Name: owner.GetName(), UID: owner.GetUID(), Controller: &yes}})
		}
	}
	applied, err := apply.Apply(t.Context(), c, objects, apply.Options{Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	return applied
}

// setStatus writes the status of an object as its controller would.
func setStatus(t *testing.T, c *kube.Client, a apply.Applied, status string) {
	t.Helper()
	_, err := c.Dynamic.Resource(a.Resource.GroupVersionResource).Namespace(a.GetNamespace()).Patch(t.Context(), a.GetName(), types.MergePatchType,
		[]byte(`{"status": `+status+`}`), metav1.PatchOptions{}, "status")
	if err != nil {
		t.Error(err)
	}
}

func TestWhatAnOperatorMakesOfACustomResourceIsWaitedFor(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	db := database(t, c, ns, "status: {}")
	setStatus(t, c, db[0], `{"observedGeneration": 1, "conditions": [{"type": "Ready", "status": "True"}]}`)
	applyFor(t, c, ns, unscheduled, db[0].Unstructured)
	var said []string
	err := Wait(t.Context(), c, db, Options{Namespace: ns, Timeout: 20 * time.Second, Waiting: func(ref kube.Ref, message string) {
		if said = append(said, ref.String()+": "+message); len(said) == 1 {
			kubelet(t, c, ns, `{"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}`)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if len(said) == 0 || !strings.HasPrefix(said[0], "Deployment/web: ") {
		t.Errorf("it said %q", said)
	}
}

func TestWhatTheDeployerMayNotLookThroughIsToldOnce(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	db := database(t, c, ns, "status: {}")
	setStatus(t, c, db[0], `{"phase": "Running"}`)
	applyFor(t, c, ns, `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules:
- {apiGroups: [`+groupOf(ns)+`], resources: [databases], verbs: [get, list, watch]}
- {apiGroups: [""], resources: [events], verbs: [get, list, watch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: reader, namespace: `+ns+`}]`, nil)
	applyFor(t, c, ns, unscheduled, db[0].Unstructured)
	var hidden []string
	err := Wait(t.Context(), kubetest.As(t, c, ns, "reader"), db, Options{Namespace: ns, Timeout: 20 * time.Second,
		Hidden: func(message string) { hidden = append(hidden, message) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(hidden) != 1 || !strings.Contains(hidden[0], "deployments.apps") {
		t.Errorf("it told of %q", hidden)
	}
}

func TestACustomResourceThatNobodyKeepsIsTakenAsItIs(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	for status, want := range map[string]string{"": "", "status: {}": "it has no status yet"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			ns := kubetest.Namespace(t, c)
			db := database(t, c, ns, status)
			var said string
			err := Wait(t.Context(), c, db, Options{Namespace: ns, Timeout: 30 * time.Second, Waiting: func(_ kube.Ref, message string) { said = message }})
			if err != nil || said != want {
				t.Errorf("it waited for %q, want %q; %v", said, want, err)
			}
		})
	}
}
