package ready

import (
	"fmt"
	"math/rand/v2"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
)

// words are the field names and texts that the rules look for.
var words = []string{"metadata", "name", "uid", "generation", "deletionTimestamp", "ownerReferences", "controller", "annotations", "labels", "spec", "status",
	"replicas", "paused", "suspend", "partition", "updateStrategy", "rollingUpdate", "type", "OnDelete", "observedGeneration", "updatedReplicas",
	"availableReplicas", "readyReplicas", "currentReplicas", "conditions", "reason", "message", "Ready", "Available", "Stalled", "True", "False", "phase",
	"Failed", "Pending", "containerStatuses", "initContainerStatuses", "state", "lastState", "waiting", "running", "terminated", "CrashLoopBackOff",
	"exitCode", "restartCount", "containers", "volumes", "persistentVolumeClaim", "claimName", "resources", "requests", "storage", "capacity", "webhooks",
	"clientConfig", "service", "parents", "Accepted", "ResolvedRefs", "gatewayClassName", "loadBalancer", "ingress", "scaleTargetRef", "kind", "Deployment",
	"endpoints", "health", "template", "parallelism", "failed", "SyncFailed", "assemblyPhase", "schedule"}

// value makes a JSON value of any shape, deeper ones seldom.
func value(r *rand.Rand, depth int) any {
	switch n := r.IntN(10); {
	case n < 3 && depth < 6:
		m := map[string]any{}
		for range r.IntN(8) {
			m[words[r.IntN(len(words))]] = value(r, depth+1)
		}
		return m
	case n < 5 && depth < 6:
		list := make([]any, r.IntN(4))
		for i := range list {
			list[i] = value(r, depth+1)
		}
		return list
	case n < 7:
		return words[r.IntN(len(words))]
	case n == 7:
		return int64(r.IntN(7) - 2)
	case n == 8:
		return r.IntN(2) == 0
	}
	return []any{nil, 1.5, "2026-01-01T00:00:00Z", "1Gi", ""}[r.IntN(5)]
}

// object makes an object of a kind: its metadata, spec and status have the fields that kinds have, with any values.
func object(r *rand.Rand, kind schema.GroupKind, name string) *unstructured.Unstructured {
	content := map[string]any{"webhooks": value(r, 1), "endpoints": value(r, 1)}
	for _, part := range []string{"spec", "status"} {
		m := map[string]any{}
		for range r.IntN(12) {
			m[words[r.IntN(len(words))]] = value(r, 2)
		}
		content[part] = m
		if r.IntN(10) == 0 {
			content[part] = value(r, 1)
		}
	}
	o := &unstructured.Unstructured{Object: content}
	o.SetGroupVersionKind(kind.WithVersion("v1"))
	o.SetName(name)
	o.SetUID(types.UID(name))
	o.SetGeneration(int64(r.IntN(3)))
	return o
}

// kinds are all that have a rule, and one that is custom.
func kinds() []schema.GroupKind {
	all := []schema.GroupKind{{Group: "example.com", Kind: "Thing"}}
	for k := range rules {
		all = append(all, k)
	}
	return all
}

func FuzzNoRulePanicsAndNoneBelievesAnOldGeneration(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := newWorld("ns")
		for i, f := range []*feed{{resource: podResource}, {resource: claimResource}, {resource: eventResource}, {resource: jobResource}, {resource: endpointSliceResource}, {resource: gatewayClassResource}} {
			w.expect(f)
			w.take(change{feed: f, all: true, objects: []*unstructured.Unstructured{object(r, podKind, fmt.Sprint("other-", i))}})
		}
		for _, kind := range kinds() {
			o := object(r, kind, "x")
			target, _ := targetOf(kube.RefOf(o), podResource, true)
			p := patient{target: target, state: target.state(o, w)}
			symptoms(w, o, p)
			w.podSymptoms(convert[corev1.Pod](o))
			if unstructured.SetNestedField(o.Object, int64(3), "status", "observedGeneration") != nil {
				continue
			}
			o.SetGeneration(4)
			if target.state(o, w).Ready {
				t.Errorf("%s of an old generation is ready: %v", kind, o.Object)
			}
		}
	})
}
