package ready

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/event"
)

// crashes is how many times a container, or a Job's Pod, must have ended badly before it is believed to go on so.
const crashes = 3

// Diagnose tells from the status of a Pod alone what ails it: images that cannot be pulled, containers that crash or
// cannot be made, no node. It is empty for a Pod that may still become ready.
func Diagnose(pod *corev1.Pod) []*Symptom {
	var found []*Symptom
	for _, c := range containers(pod) {
		if s := containerSymptom(pod, c); s != nil {
			found = append(found, s)
		}
	}
	if s := unschedulable(pod); s != nil {
		found = append(found, s)
	}
	return found
}

// containers gives the status of all containers, init containers first.
func containers(pod *corev1.Pod) []corev1.ContainerStatus {
	all := make([]corev1.ContainerStatus, 0, len(pod.Status.InitContainerStatuses)+len(pod.Status.ContainerStatuses))
	return append(append(all, pod.Status.InitContainerStatuses...), pod.Status.ContainerStatuses...)
}

func containerSymptom(pod *corev1.Pod, c corev1.ContainerStatus) *Symptom {
	var s *Symptom
	if w := c.State.Waiting; w != nil {
		s = waitingSymptom(w)
	}
	if s == nil {
		s = crashSymptom(pod, c)
	}
	if s == nil {
		return nil
	}
	ref := podRef(pod)
	s.Culprit, s.Container = &ref, c.Name
	s.Message = fmt.Sprintf("container %s %s", c.Name, s.Message)
	s.pod = pod.Name
	return s
}

func waitingSymptom(w *corev1.ContainerStateWaiting) *Symptom {
	f := event.Failure{Reason: w.Reason}
	switch w.Reason {
	case "ErrImageNeverPull", "InvalidImageName", "ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed":
		f.Message = "has no image: " + w.Message
		f.Hint = "Correct the image's reference, push the image, load it into the cluster, or give the namespace the pull secret it needs."
		return at(pullPatience(w), f)
	case "CreateContainerConfigError":
		f.Message = "cannot be configured: " + w.Message
		f.Hint = "Add the ConfigMap, Secret or key that it names to the manifests, or mark the reference as optional."
		return &Symptom{Failure: f, Alone: 8 * time.Second, Amid: 30 * time.Second}
	case "CreateContainerError", "RunContainerError":
		f.Message = "cannot be started: " + w.Message
		f.Hint = "Correct command, working directory, user or mounts of the container."
		return at(8*time.Second, f)
	}
	return nil
}

// pullPatience is how long a failing pull may go on. What the registry has refused it will refuse again; anything
// else gets a second try, which the kubelet makes after 10 s.
func pullPatience(w *corev1.ContainerStateWaiting) time.Duration {
	switch w.Reason {
	case "ErrImageNeverPull", "InvalidImageName":
		return 0
	}
	message := strings.ToLower(w.Message)
	for _, refusal := range []string{"not found", "notfound", "manifest unknown", "unauthorized", "denied", "name unknown", "no match for platform"} {
		if strings.Contains(message, refusal) {
			return 0
		}
	}
	if strings.Contains(message, "dial tcp: lookup") {
		return 4 * time.Second // no such host
	}
	return 14 * time.Second
}

// crashSymptom tells that a container is down and has ended three times or more. It is cured, perhaps, by what else
// of the app gets ready.
func crashSymptom(pod *corev1.Pod, c corev1.ContainerStatus) *Symptom {
	ended := c.State.Terminated
	if w := c.State.Waiting; w != nil && w.Reason == "CrashLoopBackOff" {
		ended = c.LastTerminationState.Terminated
	}
	if ended == nil || c.RestartCount < crashes-1 || pod.Spec.RestartPolicy == corev1.RestartPolicyNever {
		return nil
	}
	if ended.ExitCode == 0 && (pod.Spec.RestartPolicy != corev1.RestartPolicyAlways || isInit(pod, c.Name)) {
		return nil // it is done
	}
	f := event.Failure{Reason: "CrashLoopBackOff", ExitCode: &ended.ExitCode, Hint: exitHint(ended),
		Message: fmt.Sprintf("exited %d, %s", ended.ExitCode, times(c.RestartCount+1))}
	if ended.Reason != "" && ended.Reason != "Error" && ended.Reason != "Completed" {
		f.Reason = ended.Reason
	}
	return &Symptom{Failure: f, Amid: never, count: c.RestartCount, previous: c.State.Waiting == nil && c.State.Terminated == nil}
}

// isInit tells init containers that end from the other containers.
func isInit(pod *corev1.Pod, container string) bool {
	for _, c := range pod.Spec.InitContainers {
		if c.Name == container {
			return c.RestartPolicy == nil
		}
	}
	return false
}

func exitHint(t *corev1.ContainerStateTerminated) string {
	switch {
	case t.Reason == "OOMKilled":
		return "The container needs more memory than its limit. Raise resources.limits.memory."
	case t.ExitCode == 0:
		return "The program ends instead of serving. Give the container a command that stays, or make it a Job."
	case t.ExitCode == 126 || t.ExitCode == 127 || t.Reason == "StartError" || t.Reason == "ContainerCannotRun":
		return "The command of the container cannot be run. Correct command and args, or the image: " + t.Message
	case t.ExitCode == 137 || t.ExitCode == 143:
		return "Something ended the program: a liveness or startup probe that fails, most often. See the events of the Pod."
	}
	return "The container's own words say why."
}

func times(n int32) string {
	switch n {
	case 3:
		return "three times"
	case 4:
		return "four times"
	}
	return fmt.Sprintf("%d times", n)
}
