package ready

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// statefulSetReady holds when all wanted replicas are available and, unless they are updated by hand, those above the
// partition are of the newest revision.
func statefulSetReady(o *unstructured.Unstructured, _ *world) State {
	set := convert[appsv1.StatefulSet](o)
	want := replicas(set.Spec.Replicas)
	s := set.Status
	if s.ObservedGeneration < set.Generation {
		return waiting(unseen)
	}
	if s.ReadyReplicas < want {
		return waiting(fmt.Sprintf("%d of %d replicas are ready", s.ReadyReplicas, want))
	}
	if s.AvailableReplicas < want && set.Spec.MinReadySeconds > 0 {
		return waiting(fmt.Sprintf("%d of %d replicas are available", s.AvailableReplicas, want))
	}
	if s.Replicas > want {
		return waiting(fmt.Sprintf("%d replicas too many are left", s.Replicas-want))
	}
	if toUpdate := updatable(set, want); s.UpdateRevision != s.CurrentRevision && s.UpdatedReplicas < toUpdate {
		return waiting(fmt.Sprintf("%d of %d replicas are up to date", s.UpdatedReplicas, toUpdate))
	}
	return ready
}

// updatable is how many replicas the controller brings to the newest revision by itself.
func updatable(set *appsv1.StatefulSet, want int32) int32 {
	strategy := set.Spec.UpdateStrategy
	if strategy.Type == appsv1.OnDeleteStatefulSetStrategyType {
		return 0
	}
	if strategy.RollingUpdate != nil && strategy.RollingUpdate.Partition != nil {
		return max(0, want-*strategy.RollingUpdate.Partition)
	}
	return want
}

// leftBehind says what to do about a failing Pod that is of an earlier revision of its StatefulSet, whose controller waits
// for it before it brings in the new one; empty for other Pods.
func leftBehind(o *unstructured.Unstructured, pod *corev1.Pod) string {
	newest, hash := text(o.Object, "status", "updateRevision"), pod.Labels[appsv1.ControllerRevisionHashLabelKey]
	if o.GetKind() != statefulSetKind.Kind || newest == "" || hash == "" || hash == newest {
		return ""
	}
	return "The Pod is of an earlier revision, and the StatefulSet waits for it before it goes on. Delete it, and it is made anew: kubectl delete pod " +
		pod.Name + " -n " + pod.Namespace
}
