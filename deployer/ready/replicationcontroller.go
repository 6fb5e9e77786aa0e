package ready

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// replicationControllerReady holds when all wanted replicas are available.
func replicationControllerReady(o *unstructured.Unstructured, _ *world) State {
	r := convert[corev1.ReplicationController](o)
	want := replicas(r.Spec.Replicas)
	switch s := r.Status; {
	case s.ObservedGeneration < r.Generation:
		return waiting(unseen)
	case s.AvailableReplicas < want:
		state := waiting(fmt.Sprintf("%d of %d replicas are available", s.AvailableReplicas, want))
		if cs := statusConditions(o); cs.is("ReplicaFailure") {
			c, _ := cs.find("ReplicaFailure")
			state.Symptom = replicaFailure(c.reason, c.message)
		}
		return state
	case s.Replicas > want:
		return waiting(fmt.Sprintf("%d replicas too many are left", s.Replicas-want))
	}
	return ready
}
