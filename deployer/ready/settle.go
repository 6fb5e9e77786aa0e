package ready

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// A container without a readiness probe counts as ready the moment it is started, and so does one that is about to
// crash. So it has to run for a while before it is believed; longer, if it crashed before. A probe says it at once.
const (
	settleFirst   = 3 * time.Second
	settleRestart = 10 * time.Second
	// longAgo is when a start by the node's clock is old enough, whatever our clock says.
	longAgo = time.Minute
)

// settling remembers when each run of a container was first seen: node clocks may be off.
type settling map[string]time.Time

// state is ready if all Pods of a workload are believed; otherwise after says when to look again.
func (seen settling) state(t target, pods []*corev1.Pod, now time.Time) (s State, after time.Duration) {
	if !t.workload || t.ref.GroupKind() == jobKind {
		return ready, 0
	}
	for _, pod := range pods {
		for _, c := range pod.Status.ContainerStatuses {
			if left := seen.left(pod, c, now); left > after {
				after, s.Message = left, fmt.Sprintf("Pod/%s has just started, and has no readiness probe", pod.Name)
			}
		}
	}
	s.Ready = after == 0
	return s, after
}

// left is how long a container has yet to run until it is believed.
func (seen settling) left(pod *corev1.Pod, c corev1.ContainerStatus, now time.Time) time.Duration {
	running := c.State.Running
	if running == nil {
		if pod.Status.Phase == corev1.PodRunning && pod.Spec.RestartPolicy != corev1.RestartPolicyNever {
			return settleFirst // it has just ended: its owner will hear of it soon
		}
		return 0
	}
	if hasReadinessProbe(pod, c.Name) || now.Sub(running.StartedAt.Time) > longAgo {
		return 0
	}
	key := fmt.Sprintf("%s/%s/%d", pod.UID, c.Name, c.RestartCount)
	first, known := seen[key]
	if !known {
		first = now
		seen[key] = now
	}
	need := settleFirst
	if c.RestartCount > 0 {
		need = settleRestart
	}
	return max(0, need-now.Sub(first))
}

func hasReadinessProbe(pod *corev1.Pod, container string) bool {
	for _, c := range pod.Spec.Containers {
		if c.Name == container {
			return c.ReadinessProbe != nil
		}
	}
	return false
}
