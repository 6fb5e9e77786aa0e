package ready

import (
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
}

func targetsOf(objects []apply.Applied, finish bool) []target {
	var targets []target
	for _, o := range objects {
		ref := o.Ref()
		r := ruleFor(ref.GroupKind())
		if r == nil {
			continue
		}
		if finish && ref.GroupKind() == podKind {
			r = podFinished
		}
		targets = append(targets, target{ref: ref, resource: o.Resource.GroupVersionResource, cluster: !o.Resource.Namespaced,
			rule: r, workload: runsPods[ref.GroupKind()]})
	}
	return targets
}
