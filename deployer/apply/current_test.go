package apply

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// edits are what happens to the objects of a kind: each gives one of several values to a field, or none.
var edits = []struct {
	object string
	fields []edit
}{
	{`{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}`, []edit{
		{path: []string{"data", "a"}, values: []any{"1", "2", ""}}, {path: []string{"data", "b"}, values: []any{"1", "2"}},
		{path: []string{"data"}, values: []any{map[string]any{}}}, {path: []string{"binaryData", "c"}, values: []any{"b25l"}},
		labels, annotations, owners,
	}},
	{`{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 80}]}}`, []edit{
		{path: []string{"spec", "selector", "app"}, values: []any{"one", "two"}}, {path: []string{"spec", "publishNotReadyAddresses"}, values: []any{true, false}},
		{path: []string{"spec", "ports"}, values: []any{
			ports(80), ports(80, 81), ports(81, 80), ports(80, 81, 82), []any{map[string]any{"port": int64(80), "protocol": "UDP"}},
			[]any{map[string]any{"port": int64(80), "protocol": "TCP", "name": "web"}}}},
		labels, owners,
	}},
	{`
apiVersion: apps/v1
kind: Deployment
metadata: {name: x}
spec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: example.com/none}]}}}`, []edit{
		{path: []string{"spec", "replicas"}, values: []any{int64(0), int64(1)}}, {path: []string{"spec", "template", "metadata", "labels", "more"}, values: []any{"x", "y"}},
		{path: []string{"spec", "strategy"}, values: []any{map[string]any{"type": "Recreate"}, map[string]any{}}},
		{path: []string{"spec", "template", "spec", "nodeSelector", "disk"}, values: []any{"ssd", "hdd"}},
		{path: []string{"spec", "template", "spec", "containers"}, values: []any{
			containers("c"), containers("c", "d"), containers("d", "c"), containers("b", "c", "d")}},
		{path: []string{"spec", "template", "spec", "volumes"}, values: []any{
			[]any{map[string]any{"name": "v", "emptyDir": map[string]any{}}}, []any{map[string]any{"name": "v", "configMap": map[string]any{"name": "x"}}}}},
		labels, annotations,
	}},
	{`{apiVersion: v1, kind: ServiceAccount, metadata: {name: x}}`, []edit{
		{path: []string{"imagePullSecrets"}, values: []any{named("a"), named("a", "b"), named("b", "a"), []any{}}},
		{path: []string{"automountServiceAccountToken"}, values: []any{true, false}}, {path: []string{"metadata", "finalizers"}, values: []any{[]any{"example.com/a"}, []any{"example.com/a", "example.com/b"}, []any{"example.com/b", "example.com/a"}}},
		labels, owners,
	}},
	{`{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: x}}`, []edit{
		{path: []string{"rules"}, values: []any{rules("get"), rules("get", "list"), rules("list", "get"), []any{}}}, labels, annotations,
	}},
	{`{apiVersion: v1, kind: ResourceQuota, metadata: {name: x}}`, []edit{
		{path: []string{"spec", "hard", "cpu"}, values: []any{"1", "1000m", int64(1)}}, {path: []string{"spec", "hard", "pods"}, values: []any{"1", "2"}}, labels,
	}},
}

type edit struct {
	path   []string
	values []any
}

var (
	labels      = edit{path: []string{"metadata", "labels", "colour"}, values: []any{"red", "blue"}}
	annotations = edit{path: []string{"metadata", "annotations", "note"}, values: []any{"", "long"}}
	owners      = edit{path: []string{"metadata", "ownerReferences"}, values: []any{
		owner("00000000-0000-0000-0000-000000000001"), append(owner("00000000-0000-0000-0000-000000000001"), owner("00000000-0000-0000-0000-000000000002")...)}}
)

func owner(uid string) []any {
	return []any{map[string]any{"apiVersion": "example.com/v1", "kind": "Nothing", "name": "n", "uid": uid}}
}

func ports(numbers ...int64) (list []any) {
	for _, n := range numbers {
		list = append(list, map[string]any{"name": fmt.Sprintf("p%d", n), "port": n, "targetPort": n})
	}
	return list
}

func containers(names ...string) (list []any) {
	for _, n := range names {
		list = append(list, map[string]any{"name": n, "image": "example.com/none", "args": []any{n}, "env": []any{map[string]any{"name": "A", "value": n}}})
	}
	return list
}

func named(names ...string) (list []any) {
	for _, n := range names {
		list = append(list, map[string]any{"name": n})
	}
	return list
}

func rules(verbs ...any) []any {
	return []any{map[string]any{"apiGroups": []any{""}, "resources": []any{"pods"}, "verbs": verbs}}
}

// someOf gives an object with a random choice of its kind's edits.
func someOf(r *rand.Rand, base *unstructured.Unstructured, fields []edit) *unstructured.Unstructured {
	o := base.DeepCopy()
	for _, f := range fields {
		if r.IntN(2) == 0 {
			_ = unstructured.SetNestedField(o.Object, f.values[r.IntN(len(f.values))], f.path...) // a map may be gone: then it is left out
		}
	}
	return o
}

// Whenever an object is called current, the server must find nothing to do, neither in its values nor in who has set them:
// after any sequence of applies of ours, and of applies and patches of others.
func TestWhatIsCalledCurrentIsLeftAsItIsByTheServer(t *testing.T) {
	const rounds, steps = 12, 5
	for _, kind := range edits {
		base := kubetest.Objects(t, kind.object)[0]
		t.Run(base.GetKind(), func(t *testing.T) {
			t.Parallel()
			c := kubetest.Connect(t)
			ns := kubetest.Namespace(t, c)
			resource := resourceOf(t, c, ns, base)
			r := rand.New(rand.NewPCG(20261121, uint64(len(kind.object))))
			called, noop := 0, 0
			for round := range rounds {
				base.SetName(fmt.Sprintf("x%d", round))
				ours := someOf(r, base, kind.fields)
				serverApply(t, resource, ours, FieldManager, nil)
				for range steps {
					switch r.IntN(5) {
					case 0:
						ours = someOf(r, base, kind.fields)
						serverApply(t, resource, ours, FieldManager, nil)
					case 1:
						serverApply(t, resource, someOf(r, base, kind.fields), "other", nil)
					case 2:
						mergePatch(t, resource, someOf(r, base, kind.fields), "kubectl-edit")
					}
					for _, candidate := range []*unstructured.Unstructured{ours, someOf(r, base, kind.fields)} {
						live, result := undisturbed(t, resource, candidate)
						unchanged := result != nil && cmp.Equal(live.Object, result.Object)
						if unchanged {
							noop++
						}
						if isCurrent(candidate, live) {
							called++
							if !unchanged {
								t.Fatalf("called current:\n%v\nbut the server makes of\n%v\nthis:\n%v", candidate.Object, live.Object, result)
							}
						}
					}
				}
			}
			if called < rounds {
				t.Errorf("only %d of %d objects that the server leaves were called current", called, noop)
			}
		})
	}
}

// undisturbed gives the live object and what the server would make of it, with no write of a controller between them.
func undisturbed(t *testing.T, resource dynamic.ResourceInterface, o *unstructured.Unstructured) (live, result *unstructured.Unstructured) {
	t.Helper()
	for {
		live, err := resource.Get(t.Context(), o.GetName(), metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		result := serverApply(t, resource, o, FieldManager, dryRun)
		if result == nil || result.GetResourceVersion() == live.GetResourceVersion() {
			return live, result
		}
	}
}

// serverApply gives nil for what the server refuses.
func serverApply(t *testing.T, resource dynamic.ResourceInterface, o *unstructured.Unstructured, manager string, dry []string) *unstructured.Unstructured {
	t.Helper()
	result, err := resource.Apply(t.Context(), o.GetName(), o, metav1.ApplyOptions{FieldManager: manager, Force: true, DryRun: dry})
	if err != nil && !final(err) {
		t.Fatal(err)
	}
	return result
}

func mergePatch(t *testing.T, resource dynamic.ResourceInterface, o *unstructured.Unstructured, manager string) {
	t.Helper()
	data, err := json.Marshal(o.Object)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resource.Patch(t.Context(), o.GetName(), types.MergePatchType, data, metav1.PatchOptions{FieldManager: manager}); err != nil && !final(err) {
		t.Fatal(err)
	}
}
