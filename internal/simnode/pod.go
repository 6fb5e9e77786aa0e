package simnode

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// play gives a Pod the status that it would have in the end: ready, or succeeded if it is not to be restarted.
func play(pod *corev1.Pod, host, ip string) {
	s, now := &pod.Status, metav1.Now()
	ends := pod.Spec.RestartPolicy != corev1.RestartPolicyAlways
	s.Phase = corev1.PodRunning
	if ends {
		s.Phase = corev1.PodSucceeded
	}
	s.StartTime, s.HostIP, s.HostIPs = &now, host, []corev1.HostIP{{IP: host}}
	s.PodIP, s.PodIPs = ip, []corev1.PodIP{{IP: ip}}
	s.InitContainerStatuses, s.ContainerStatuses = nil, nil
	for _, c := range pod.Spec.InitContainers {
		sidecar := c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
		s.InitContainerStatuses = append(s.InitContainerStatuses, container(c, ends || !sidecar, now))
	}
	for _, c := range pod.Spec.Containers {
		s.ContainerStatuses = append(s.ContainerStatuses, container(c, ends, now))
	}
	set := func(condition corev1.PodConditionType, is bool, reason string) {
		setCondition(s, condition, is, reason, now)
	}
	set(corev1.PodReadyToStartContainers, !ends, "")
	set(corev1.PodInitialized, true, completed(ends))
	set(corev1.ContainersReady, !ends, completed(ends))
	set(corev1.PodReady, !ends, completed(ends))
}

// completed is the reason of conditions of a Pod that has ended.
func completed(ends bool) string {
	if ends {
		return "PodCompleted"
	}
	return ""
}

// container is the status of a container that has ended well, or runs and is ready.
func container(c corev1.Container, ended bool, now metav1.Time) corev1.ContainerStatus {
	started := !ended
	s := corev1.ContainerStatus{Name: c.Name, Image: c.Image, ImageID: c.Image, ContainerID: "simulated://" + c.Name, Started: &started, Ready: true}
	if ended {
		s.State.Terminated = &corev1.ContainerStateTerminated{Reason: "Completed", StartedAt: now, FinishedAt: now, ContainerID: s.ContainerID}
	} else {
		s.State.Running = &corev1.ContainerStateRunning{StartedAt: now}
	}
	return s
}

func setCondition(s *corev1.PodStatus, condition corev1.PodConditionType, is bool, reason string, now metav1.Time) {
	c := corev1.PodCondition{Type: condition, Status: corev1.ConditionFalse, Reason: reason, LastTransitionTime: now}
	if is {
		c.Status = corev1.ConditionTrue
	}
	for i := range s.Conditions {
		if s.Conditions[i].Type == condition {
			s.Conditions[i] = c
			return
		}
	}
	s.Conditions = append(s.Conditions, c)
}
