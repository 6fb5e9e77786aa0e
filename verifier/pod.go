package verifier

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// deployerStatus is the state of the deployer's container; nil before the kubelet has seen the Pod.
func deployerStatus(pod *corev1.Pod) *corev1.ContainerStatus {
	for i, s := range pod.Status.ContainerStatuses {
		if s.Name == provision.Container {
			return &pod.Status.ContainerStatuses[i]
		}
	}
	return nil
}

func hasStarted(pod *corev1.Pod) bool {
	s := deployerStatus(pod)
	return s != nil && (s.State.Running != nil || s.State.Terminated != nil)
}

func hasEnded(pod *corev1.Pod) bool {
	if pod.Status.Phase == corev1.PodFailed || pod.Status.Phase == corev1.PodSucceeded {
		return true
	}
	s := deployerStatus(pod)
	return s != nil && s.State.Terminated != nil
}

func podRef(pod *corev1.Pod) kube.Ref {
	return kube.Ref{Version: "v1", Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name}
}

// describe says what a Pod that has not started waits for.
func describe(pod *corev1.Pod) string {
	switch s := deployerStatus(pod); {
	case s != nil && s.State.Waiting != nil && s.State.Waiting.Reason != "":
		return "deployer's Pod: " + s.State.Waiting.Reason
	case pod.Spec.NodeName == "":
		return "deployer's Pod to be scheduled"
	}
	return "deployer's Pod to start"
}
