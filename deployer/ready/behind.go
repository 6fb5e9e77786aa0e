package ready

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// behind says that a workload tells of more ready Pods than have been seen. Each watch comes at its own pace: what a
// Deployment says may be known before the Pod is, and a Pod that is not known cannot be seen to crash.
func (w *world) behind(o *unstructured.Unstructured, pods []*corev1.Pod) bool {
	if !w.visible(podResource) || !w.visible(replicaSetResource) { // not all can be seen: the workload's own word is what there is
		return false
	}
	var seen int64
	for _, pod := range pods {
		if showsReady(pod) {
			seen++
		}
	}
	return seen < toldReady(o)
}

// toldReady is how many ready Pods a workload tells of; 0 for kinds that tell no number.
func toldReady(o *unstructured.Unstructured) int64 {
	for _, field := range []string{"readyReplicas", "numberReady"} {
		if n, found, _ := unstructured.NestedInt64(o.Object, "status", field); found {
			return n
		}
	}
	return 0
}

// showsReady is true of a Pod that is seen to be ready.
func showsReady(pod *corev1.Pod) bool {
	if pod.DeletionTimestamp != nil {
		return false
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	for _, c := range pod.Status.ContainerStatuses {
		if !c.Ready {
			return false
		}
	}
	return len(pod.Status.ContainerStatuses) > 0
}
