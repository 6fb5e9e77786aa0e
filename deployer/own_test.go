package deployer

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

var testOwners = Owners{Application: Owner{APIVersion: "app.k8s.io/v1beta1", Kind: "Application", Name: "a", UID: "app-uid"}}

const testApplication = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata: {name: a}
spec:
  componentKinds:
  - {group: apps/v1, kind: Deployment}
  - {group: v1, kind: PersistentVolumeClaim}
  - {group: argoproj.io, kind: Application}
  - {group: rbac.authorization.k8s.io, kind: ClusterRole}
  - {group: v1, kind: ConfigMap}
---
`

// owners gives the uids of the owners of the first object that is not the Application.
func ownersOf(o *unstructured.Unstructured) []string {
	uids := []string{}
	for _, r := range o.GetOwnerReferences() {
		uids = append(uids, string(r.UID))
	}
	return uids
}

func TestOwnersFollowKindAndScope(t *testing.T) {
	namespace := &Owner{APIVersion: "v1", Kind: "Namespace", Name: "ns", UID: "ns-uid"}
	tests := map[string]struct {
		object    string
		namespace *Owner
		want      []string
	}{
		"a component kind is owned, whatever its group": {"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: x}}", nil, []string{"app-uid"}},
		"another kind outlives the app":                 {"{apiVersion: v1, kind: Secret, metadata: {name: x}}", nil, []string{}},
		"a claim outlives the app":                      {"{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: x}}", nil, []string{}},
		"an Application of another group is not owned":  {"{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: x}}", nil, []string{}},
		"a cluster-scoped object has no owner if installed": {
			"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: x}}", nil, []string{}},
		"a cluster-scoped object goes with the namespace of a verification": {
			"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: x}}", namespace, []string{"ns-uid"}},
		"an owner with the same uid is brought up to date": {
			"{apiVersion: v1, kind: ConfigMap, metadata: {name: x, ownerReferences: [{uid: other}, {uid: app-uid, kind: Old, name: old}]}}", nil, []string{"other", "app-uid"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			objects := parse(t, testApplication+test.object)
			owners := testOwners
			owners.Namespace = test.namespace
			if err := Own(objects, owners, NewScope(objects, nil)); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, ownersOf(objects[1])); d != "" {
				t.Error(d)
			}
			for _, r := range objects[1].GetOwnerReferences() {
				if r.UID == "app-uid" && (r.Kind != "Application" || r.Controller != nil || !*r.BlockOwnerDeletion) {
					t.Errorf("a wrong reference: %v", r)
				}
			}
		})
	}
}

func TestCustomResourcesHaveTheScopeOfTheirDefinition(t *testing.T) {
	objects := parse(t, `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec: {group: example.com, scope: Cluster, names: {kind: Thing, plural: things}}
---
{apiVersion: example.com/v1, kind: Thing, metadata: {name: x}}`)
	scope := NewScope(objects, nil)
	if !scope.ClusterScoped(objects[0].GroupVersionKind()) || !scope.ClusterScoped(objects[1].GroupVersionKind()) {
		t.Error("both are cluster-scoped")
	}
}

func TestTestersAreOwnedByTheApplicationWhateverTheirKind(t *testing.T) {
	objects := parse(t, testApplication+`
{apiVersion: v1, kind: Secret, metadata: {name: x, annotations: {marketplace.cloud.google.com/verification: test}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: y, annotations: {marketplace.cloud.google.com/verification: no}}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: z, annotations: {marketplace.cloud.google.com/verification: test}}}`)
	app, testers := Separate(objects, testOwners.Application, NewScope(objects, nil))
	if len(app) != 2 || len(testers) != 2 {
		t.Fatalf("%d objects and %d testers, want 2 and 2", len(app), len(testers))
	}
	if d := cmp.Diff([]string{"app-uid"}, ownersOf(testers[0])); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{}, ownersOf(testers[1])); d != "" {
		t.Errorf("the garbage collector would delete a cluster-scoped object with a namespaced owner: %s", d)
	}
}

func TestLabelsAreAddedOnlyWhereThereAreNone(t *testing.T) {
	objects := parse(t, `
{apiVersion: v1, kind: A, metadata: {name: x, labels: {app.kubernetes.io/name: chart}}}
---
{apiVersion: v1, kind: B, metadata: {name: x, labels: null}}
---
{apiVersion: v1, kind: C, metadata: null}`)
	Label(objects, "app")
	for i, want := range []string{"chart", "app", "app"} {
		if got := objects[i].GetLabels()[nameLabel]; got != want {
			t.Errorf("%s has label %q, want %q", objects[i].GetKind(), got, want)
		}
	}
}
