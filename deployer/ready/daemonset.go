package ready

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// daemonSetReady holds when an up-to-date Pod is available on every node that wants one, which may be none.
func daemonSetReady(o *unstructured.Unstructured, _ *world) State {
	d := convert[appsv1.DaemonSet](o)
	s := d.Status
	want := s.DesiredNumberScheduled
	switch {
	case s.ObservedGeneration < d.Generation:
		return waiting(unseen)
	case s.UpdatedNumberScheduled < want && d.Spec.UpdateStrategy.Type != appsv1.OnDeleteDaemonSetStrategyType:
		return waiting(fmt.Sprintf("%d of %d nodes have an up-to-date Pod", s.UpdatedNumberScheduled, want))
	case s.NumberAvailable < want:
		return waiting(fmt.Sprintf("available on %d of %d nodes", s.NumberAvailable, want))
	}
	return ready
}
