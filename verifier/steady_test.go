package verifier

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestOnlyAContainerThatIsDownHasCrashed(t *testing.T) {
	backOff := corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff"}}
	failed := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 1}}
	for name, c := range map[string]struct {
		policy corev1.RestartPolicy
		state  corev1.ContainerState
		want   bool
	}{
		"waits to be started again":       {corev1.RestartPolicyAlways, backOff, true},
		"has ended badly":                 {corev1.RestartPolicyAlways, failed, true},
		"runs, though it once crashed":    {corev1.RestartPolicyAlways, corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}, false},
		"has ended well":                  {corev1.RestartPolicyAlways, corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{}}, false},
		"may end, and is judged as a Job": {corev1.RestartPolicyNever, failed, false},
		"has not started":                 {corev1.RestartPolicyAlways, corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			pod := &corev1.Pod{}
			pod.Spec.RestartPolicy = c.policy
			pod.Status.ContainerStatuses = []corev1.ContainerStatus{{Name: "web", RestartCount: 1, State: c.state}}
			if got := crashed(pod) != nil; got != c.want {
				t.Errorf("crashed: %v, want %v", got, c.want)
			}
		})
	}
}
