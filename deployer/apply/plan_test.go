package apply

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestAPlanTellsWhatAnApplyWouldDoAndWritesNothing(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	if diff := cmp.Diff(map[string]Action{"ConfigMap/c": Create, "Deployment/web": Create}, actions(t, c, ns, twoObjects)); diff != "" {
		t.Errorf("at first (-want +got):\n%s", diff)
	}
	if got := configMaps(t, c, ns); len(got) > 0 {
		t.Fatalf("the plan has made %v", got)
	}
	applyOrFail(t, c, ns, twoObjects)
	if diff := cmp.Diff(map[string]Action{"ConfigMap/c": Unchanged, "Deployment/web": Unchanged}, actions(t, c, ns, twoObjects)); diff != "" {
		t.Errorf("applied already (-want +got):\n%s", diff)
	}
	changed := strings.Replace(twoObjects, "a: b", "a: other", 1)
	if diff := cmp.Diff(map[string]Action{"ConfigMap/c": Change, "Deployment/web": Unchanged}, actions(t, c, ns, changed)); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
}

func TestAPlanDoesNotHoldAgainstAnObjectWhatTheSameApplyMakes(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	got := actions(t, c, ns, strings.ReplaceAll(`
{apiVersion: v1, kind: ServiceAccount, metadata: {name: runner}}
---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {serviceAccountName: runner, schedulerName: nobody, containers: [{name: c, image: "example.com/none:1"}]}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: plans.GROUP}
spec:
  group: GROUP
  scope: Namespaced
  names: {kind: Plan, plural: plans}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
---
{apiVersion: GROUP/v1, kind: Plan, metadata: {name: one}}
`, "GROUP", ns+".example.com"))
	want := map[string]Action{"ServiceAccount/runner": Create, "Pod/p": Unknown, "CustomResourceDefinition/plans." + ns + ".example.com": Create, "Plan/one": Unknown}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAPlanNamesEveryObjectThatTheServerRefuses(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	_, err := Plan(t.Context(), c, kubetest.Objects(t, `
{apiVersion: v1, kind: ConfigMap, metadata: {name: fine}}
---
{apiVersion: v1, kind: Service, metadata: {name: one}, spec: {ports: [{port: 99999}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: two}, spec: {nosuch: 1}}`), Options{Namespace: ns})
	var f *event.Failure
	if !errors.As(err, &f) || f.Object.String() != "Service/one" || f.Reason != "Invalid" || !strings.Contains(f.Message, "Service/two would be refused, too") {
		t.Errorf("%v", err)
	}
}

func TestAPlanNamesTheFieldsThatItTakesFromOthers(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applyOrFail(t, c, ns, twoObjects)
	patch, err := json.Marshal(map[string]any{"data": map[string]string{"a": "edited", "b": "added"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Typed.CoreV1().ConfigMaps(ns).Patch(t.Context(), "c", types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "kubectl-edit"}); err != nil {
		t.Fatal(err)
	}
	plan, err := Plan(t.Context(), c, kubetest.Objects(t, twoObjects), Options{Namespace: ns})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plan {
		var want []Conflict
		if p.Object.GetKind() == "ConfigMap" {
			want = []Conflict{{Manager: "kubectl-edit", Field: ".data.a"}}
		}
		if diff := cmp.Diff(want, p.Conflicts); diff != "" {
			t.Errorf("conflicts of %s (-want +got):\n%s", p.Ref(), diff)
		}
	}
}

func TestReplicasThatSomethingElseScalesAreLeft(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applyOrFail(t, c, ns, twoObjects)
	scale := &autoscalingv1.Scale{ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: ns}, Spec: autoscalingv1.ScaleSpec{Replicas: 2}}
	if _, err := c.Typed.AppsV1().Deployments(ns).UpdateScale(t.Context(), "web", scale, metav1.UpdateOptions{FieldManager: "autoscaler"}); err != nil {
		t.Fatal(err)
	}
	plan, err := Plan(t.Context(), c, kubetest.Objects(t, twoObjects), Options{Namespace: ns})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), c, Objects(plan), Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
	web, err := c.Typed.AppsV1().Deployments(ns).Get(t.Context(), "web", metav1.GetOptions{})
	if err != nil || *web.Spec.Replicas != 2 {
		t.Errorf("%d replicas, %v", *web.Spec.Replicas, err)
	}
}

func TestAnObjectOfAnotherAppIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	makeParent(t, c, ns)
	upgradeTo(t, c, c, ns, firstVersion)
	other := parent(t, c, ns).DeepCopy()
	other.SetName("office")
	other.SetAnnotations(nil)
	_, err := Plan(t.Context(), c, kubetest.Objects(t, `
{apiVersion: v1, kind: ConfigMap, metadata: {name: own}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: stays}}`), Options{Namespace: ns, Set: NewSet(other)})
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "BelongsToAnother" || f.Object.String() != "ConfigMap/stays" {
		t.Errorf("%v", err)
	}
}

func actions(t *testing.T, c *kube.Client, ns, objects string) map[string]Action {
	t.Helper()
	plan, err := Plan(t.Context(), c, kubetest.Objects(t, objects), Options{Namespace: ns})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]Action{}
	for _, p := range plan {
		found[p.Ref().String()] = p.Action
	}
	return found
}

func applyOrFail(t *testing.T, c *kube.Client, ns, objects string) {
	t.Helper()
	if _, err := Apply(t.Context(), c, kubetest.Objects(t, objects), Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
}
