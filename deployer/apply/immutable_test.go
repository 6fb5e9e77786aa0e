package apply

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// immutables are objects with a change that servers refuse, and the field that they name.
var immutables = map[string]struct{ object, from, to, field string }{
	"Service": {"{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 80}]}}",
		"{ports:", "{clusterIP: None, ports:", "spec.clusterIPs[0]"},
	"ConfigMap":   {"{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, immutable: true, data: {a: one}}", "one", "two", "data"},
	"Secret":      {"{apiVersion: v1, kind: Secret, metadata: {name: x}, immutable: true, data: {a: b25l}}", "b25l", "dHdv", "data"},
	"Secret type": {"{apiVersion: v1, kind: Secret, metadata: {name: x}, type: example.com/one, data: {a: b25l}}", "/one", "/two", "type"},
	"RoleBinding": {"{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: x}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}}",
		"view", "edit", "roleRef"},
	"Deployment": {`
apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec: {replicas: 0, selector: {matchLabels: {a: one}}, template: {metadata: {labels: {a: one}}, spec: {containers: [{name: c, image: example.com/none}]}}}`,
		"{a: one}", "{a: two}", "spec.selector"},
	"Job": {`
apiVersion: batch/v1
kind: Job
metadata: {name: x}
spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "example.com/none:1"}]}}}`,
		"none:1", "none:2", "spec.template.spec"},
	"StatefulSet": {`
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: x}
spec: {replicas: 0, serviceName: one, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: example.com/none}]}}}`,
		"serviceName: one", "serviceName: two", "spec"},
	"Pod": {"{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {schedulerName: nobody, containers: [{name: c, image: example.com/none, command: [one]}]}}",
		"[one]", "[two]", "spec"},
}

func TestAChangeOfAnImmutableFieldIsRefusedUnlessTheObjectMayBeMadeAnew(t *testing.T) {
	for name, test := range immutables {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := kubetest.Connect(t)
			ns := kubetest.Namespace(t, c)
			changed := strings.ReplaceAll(test.object, test.from, test.to)
			applyOrFail(t, c, ns, test.object)
			before := liveOf(t, c, ns, test.object)

			f := planRefusal(t, c, ns, changed, Options{})
			if f.Reason != "Immutable" || !strings.Contains(f.Hint, "chandler.dev/on-immutable: recreate") || !strings.Contains(f.Message, test.field) {
				t.Errorf("without a policy: %v\n%s", f, f.Hint)
			}

			plan := applyPlanned(t, c, ns, changed, Options{Recreate: true})
			if plan[0].Action != Recreate || !slices.Contains(plan[0].Changes(), test.field) {
				t.Errorf("the plan is to %s for %v, want %s", plan[0].Action, plan[0].Changes(), test.field)
			}
			if liveOf(t, c, ns, changed).GetUID() == before.GetUID() {
				t.Error("it is the object of before")
			}
			if again := applyPlanned(t, c, ns, changed, Options{}); again[0].Action != Unchanged {
				t.Errorf("again: %s", again[0].Action)
			}
		})
	}
}

func TestAnAnnotationDecidesOverTheFlag(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	object := func(data, policy string) string {
		return "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, annotations: {chandler.dev/on-immutable: " + policy + "}}, immutable: true, data: {a: " + data + "}}"
	}
	applyOrFail(t, c, ns, object("one", "refuse"))
	if f := planRefusal(t, c, ns, object("two", "refuse"), Options{Recreate: true}); !strings.Contains(f.Hint, "refuse keeps ConfigMap/c") {
		t.Errorf("%v: %s", f, f.Hint)
	}
	if plan := applyPlanned(t, c, ns, object("two", "recreate"), Options{}); plan[0].Action != Recreate {
		t.Errorf("annotated, the plan is to %s", plan[0].Action)
	}
}

func TestAFinishedJobIsMadeAnewAndARunningOneIsNot(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	job := `
apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec: {completions: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "example.com/none:1"}]}}}`
	applyOrFail(t, c, ns, job)
	await(t, c, ns, job, isFinishedJob)
	changed := strings.Replace(job, "none:1", "none:2", 1)
	if plan := applyPlanned(t, c, ns, changed, Options{}); plan[0].Action != Recreate {
		t.Errorf("the plan for a finished Job is to %s", plan[0].Action)
	}
	await(t, c, ns, job, isFinishedJob)
	kept := strings.Replace(job, "name: migrate", "name: migrate, annotations: {chandler.dev/on-immutable: refuse}", 1)
	if f := planRefusal(t, c, ns, strings.Replace(kept, "none:1", "none:3", 1), Options{}); !strings.Contains(f.Hint, "refuse keeps Job/migrate") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}

const database = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {schedulerName: nobody, containers: [{name: c, image: example.com/none, volumeMounts: [{name: data, mountPath: /data}]}]}}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}}]
`

func TestAStatefulSetThatIsMadeAnewKeepsItsPodsAndData(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	pod, claim := "{apiVersion: v1, kind: Pod, metadata: {name: db-0}}", "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-0}}"
	applyOrFail(t, c, ns, database)
	ready := func(o *unstructured.Unstructured) bool { return o.GetDeletionTimestamp() == nil }
	podBefore, claimBefore := await(t, c, ns, pod, ready), await(t, c, ns, claim, ready)

	changed := strings.Replace(database, "1Gi", "2Gi", 1)
	if plan := applyPlanned(t, c, ns, changed, Options{Recreate: true}); plan[0].Action != Recreate {
		t.Errorf("the plan is to %s", plan[0].Action)
	}
	set := liveOf(t, c, ns, database)
	adopted := await(t, c, ns, pod, func(o *unstructured.Unstructured) bool {
		return len(o.GetOwnerReferences()) == 1 && o.GetOwnerReferences()[0].UID == set.GetUID()
	})
	if adopted.GetUID() != podBefore.GetUID() || liveOf(t, c, ns, claim).GetUID() != claimBefore.GetUID() {
		t.Error("the Pod or its claim is not that of before")
	}

	elsewhere := strings.ReplaceAll(changed, "app: db", "app: other")
	deleting := strings.Replace(elsewhere, "serviceName: db", "serviceName: db\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}", 1)
	applyOrFail(t, c, ns, strings.ReplaceAll(deleting, "app: other", "app: db"))
	if f := planRefusal(t, c, ns, deleting, Options{Recreate: true}); !strings.Contains(f.Hint, "whenDeleted: Retain") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}

func TestAClaimIsNeverMadeAnew(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	claim := `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, annotations: {chandler.dev/on-immutable: recreate}},
 spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}}`
	applyOrFail(t, c, ns, claim)
	f := planRefusal(t, c, ns, strings.Replace(claim, "ReadWriteOnce", "ReadWriteMany", 1), Options{Recreate: true})
	if f.Reason != "Immutable" || !strings.Contains(f.Hint, "its data would be lost") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}

func TestAnObjectThatIsWrongInItselfIsNotMadeAnew(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	d := immutables["Deployment"]
	applyOrFail(t, c, ns, d.object)
	wrong := strings.Replace(strings.ReplaceAll(d.object, d.from, d.to), "image: example.com/none", `image: ""`, 1)
	if f := planRefusal(t, c, ns, wrong, Options{Recreate: true}); f.Reason != "Invalid" {
		t.Errorf("%v", f)
	}
}

// A run that was cut off after the deletion finds no object, or one on its way out; the next one needs no flag.
func TestARunThatWasCutOffWhileMakingAnewGoesOn(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	d := immutables["ConfigMap"]
	held := strings.Replace(d.object, "name: x", "name: x, finalizers: [example.com/held]", 1)
	applyOrFail(t, c, ns, held)
	before := liveOf(t, c, ns, held)
	changed := strings.Replace(d.object, d.from, d.to, 1)

	ctx, cut := context.WithCancelCause(t.Context())
	killed := errors.New("killed")
	plan, err := Plan(ctx, c, kubetest.Objects(t, changed), Options{Namespace: ns, Recreate: true})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		await(t, c, ns, held, func(o *unstructured.Unstructured) bool { return o.GetDeletionTimestamp() != nil })
		cut(killed)
	}()
	if _, err := CarryOut(ctx, c, plan, Options{Namespace: ns}); !errors.Is(err, killed) {
		t.Fatalf("the run that is cut off ends with %v", err)
	}

	release := func(kube.Ref, string) {
		o := before.DeepCopy()
		o.SetFinalizers(nil)
		o.SetResourceVersion("")
		o.SetManagedFields(nil)
		if _, err := resourceOf(t, c, ns, o).Update(t.Context(), o, metav1.UpdateOptions{}); err != nil {
			t.Error(err)
		}
	}
	again := applyPlanned(t, c, ns, changed, Options{Waiting: release})
	if again[0].Action != Recreate {
		t.Errorf("the plan of the next run is to %s", again[0].Action)
	}
	if now := liveOf(t, c, ns, changed); now.GetUID() == before.GetUID() || now.Object["data"].(map[string]any)["a"] != d.to {
		t.Errorf("%v", now)
	}
}

func applyPlanned(t *testing.T, c *kube.Client, ns, objects string, o Options) []Planned {
	t.Helper()
	o.Namespace = ns
	plan, err := Plan(t.Context(), c, kubetest.Objects(t, objects), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CarryOut(t.Context(), c, plan, o); err != nil {
		t.Fatal(err)
	}
	return plan
}

func planRefusal(t *testing.T, c *kube.Client, ns, objects string, o Options) *event.Failure {
	t.Helper()
	o.Namespace = ns
	_, err := Plan(t.Context(), c, kubetest.Objects(t, objects), o)
	var f *event.Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v, want a refusal", err)
	}
	return f
}

func liveOf(t *testing.T, c *kube.Client, ns, object string) *unstructured.Unstructured {
	t.Helper()
	o := kubetest.Objects(t, object)[0]
	live, err := resourceOf(t, c, ns, o).Get(t.Context(), o.GetName(), metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return live
}

// await watches an object until it is as wanted.
func await(t *testing.T, c *kube.Client, ns, object string, wanted func(*unstructured.Unstructured) bool) *unstructured.Unstructured {
	t.Helper()
	o := kubetest.Objects(t, object)[0]
	w, err := resourceOf(t, c, ns, o).Watch(t.Context(), metav1.ListOptions{FieldSelector: fields.OneTermEqualSelector("metadata.name", o.GetName()).String()})
	if err != nil {
		t.Error(err)
		return nil
	}
	defer w.Stop()
	for e := range w.ResultChan() {
		if o, ok := e.Object.(*unstructured.Unstructured); ok && e.Type != watch.Deleted && wanted(o) {
			return o
		}
	}
	t.Errorf("the watch of %s ended", kube.RefOf(o))
	return nil
}
