package ready

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// replicaSetReady holds when all wanted replicas are available.
func replicaSetReady(o *unstructured.Unstructured, _ *world) State {
	r := convert[appsv1.ReplicaSet](o)
	want := replicas(r.Spec.Replicas)
	switch s := r.Status; {
	case s.ObservedGeneration < r.Generation:
		return waiting(unseen)
	case s.AvailableReplicas < want:
		state := waiting(fmt.Sprintf("%d of %d replicas are available", s.AvailableReplicas, want))
		for _, c := range s.Conditions {
			if c.Type == appsv1.ReplicaSetReplicaFailure && c.Status == corev1.ConditionTrue {
				state.Symptom = replicaFailure(c.Reason, c.Message)
			}
		}
		return state
	case s.Replicas > want:
		return waiting(fmt.Sprintf("%d replicas too many are left", s.Replicas-want))
	}
	return ready
}
