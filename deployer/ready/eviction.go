package ready

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/event"
)

// evictions tells that the Pods of a target are put off their nodes again and again.
func evictions(pods []*corev1.Pod) *Symptom {
	var last *corev1.Pod
	n := 0
	for _, pod := range pods {
		if pod.Status.Phase != corev1.PodFailed || pod.Status.Reason == "" {
			continue
		}
		n++
		if last == nil || last.CreationTimestamp.Before(&pod.CreationTimestamp) {
			last = pod
		}
	}
	if n < crashes {
		return nil
	}
	ref := podRef(last)
	return at(5*time.Second, event.Failure{Culprit: &ref, Reason: last.Status.Reason, Hint: evictionHint,
		Message: fmt.Sprintf("%d Pods were put off their nodes, the last one because: %s", n, last.Status.Message)})
}

const evictionHint = "The nodes are short of what the Pod uses. Give its containers requests and limits for memory and ephemeral storage that hold, or use larger nodes."

// nodeSymptom tells that the node of a Pod does not answer.
func (w *world) nodeSymptom(pod *corev1.Pod) *Symptom {
	if pod.Spec.NodeName == "" || w.lastEvent(pod.UID, "NodeNotReady") == nil {
		return nil
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady && c.Status == corev1.ConditionFalse {
			ref := podRef(pod)
			return at(30*time.Second, event.Failure{Culprit: &ref, Reason: "NodeNotReady", Message: "its node " + pod.Spec.NodeName + " does not answer",
				Hint: "See the node. The cluster moves the Pod to another one after five minutes; a StatefulSet's stays until the node is back, or deleted."})
		}
	}
	return nil
}
