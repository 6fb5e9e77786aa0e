package ready

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
)

// target is an object that is waited for.
type target struct {
	ref      kube.Ref
	resource schema.GroupVersionResource
	cluster  bool
	rule     rule
	// workload says that the object runs Pods.
	workload bool
	// found says that nobody applied the object: one that was applied owns it.
	found bool
	// mute says that the kind has no status that a controller could write.
	mute bool
	// fleeting says that the object is deleted when it is done.
	fleeting bool
}

// targetsOf gives what of the applied objects is waited for. The Application is not: its phase is what the wait decides.
func targetsOf(objects []apply.Applied, finish bool) []target {
	var targets []target
	for _, o := range objects {
		t, wanted := targetOf(o.Ref(), o.Resource.GroupVersionResource, o.Resource.Namespaced)
		if !wanted || t.ref.GroupKind() == applicationKind {
			continue
		}
		_, t.fleeting, _ = unstructured.NestedFieldNoCopy(o.Object, "spec", "ttlSecondsAfterFinished")
		if finish && t.ref.GroupKind() == podKind {
			t.rule = podFinished
		}
		targets = append(targets, t)
	}
	return targets
}

// targetOf makes an object a target; wanted is false for kinds that there is nothing to wait for.
func targetOf(ref kube.Ref, resource schema.GroupVersionResource, namespaced bool) (t target, wanted bool) {
	r := ruleFor(ref.GroupKind())
	return target{ref: ref, resource: resource, cluster: !namespaced, rule: r, workload: runsPods[ref.GroupKind()]}, r != nil
}
