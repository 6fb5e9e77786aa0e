package verifier

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
)

// steady looks at the app once more when the tests are over: a container that has crashed since the app was found ready
// is a failure that no tester may have noticed.
func (r *run) steady(ctx context.Context) error {
	client := r.options.Target.Client
	pods, err := client.Typed.CoreV1().Pods(r.namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("list the app's Pods: %w", err)
	}
	for _, p := range pods.Items {
		c := crashed(&p)
		if c == nil {
			continue
		}
		ended := c.State.Terminated
		if ended == nil {
			ended = c.LastTerminationState.Terminated
		}
		ref := podRef(&p)
		f := &event.Failure{Stage: StepTest, Object: &ref, Container: c.Name, Reason: "CrashLoopBackOff",
			Message: fmt.Sprintf("container %s crashed after the app was found ready", c.Name),
			Log:     ready.Logs(ctx, client, p.Namespace, p.Name, c.Name, lastLines, c.State.Terminated == nil),
			Hint:    "The container's own words say why. A readiness probe would have told sooner."}
		if ended != nil {
			f.ExitCode = &ended.ExitCode
			f.Message = fmt.Sprintf("container %s exited %d after the app was found ready", c.Name, ended.ExitCode)
		}
		return f
	}
	return nil
}

// crashed gives the container of a Pod that ended badly and is not back; nil for Pods that may end.
func crashed(p *corev1.Pod) *corev1.ContainerStatus {
	if p.Spec.RestartPolicy != corev1.RestartPolicyAlways || p.DeletionTimestamp != nil {
		return nil
	}
	for i, c := range p.Status.ContainerStatuses {
		waiting, ended := c.State.Waiting, c.State.Terminated
		if waiting != nil && waiting.Reason == "CrashLoopBackOff" || ended != nil && ended.ExitCode != 0 {
			return &p.Status.ContainerStatuses[i]
		}
	}
	return nil
}
