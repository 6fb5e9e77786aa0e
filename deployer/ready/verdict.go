package ready

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// mayNotWatch tells that the readiness of a target cannot be seen.
func mayNotWatch(t target, err error) *Symptom {
	ref := t.ref
	role := "Role"
	if t.cluster {
		role = "ClusterRole"
	}
	return at(0, event.Failure{Object: &ref, Reason: "Forbidden", Message: "it was applied, but the deployer may not watch whether it gets ready: " + err.Error(),
		Hint: fmt.Sprintf("Declare in x-google-marketplace.deployerServiceAccount.roles of schema.yaml a %s with a rule for apiGroups %q, resources %q, verbs get, list, watch.",
			role, t.resource.Group, t.resource.Resource)})
}

// missing tells that an applied object is not there any more.
func missing() *Symptom {
	return at(5*time.Second, event.Failure{Reason: "Deleted", Message: "something deleted it after it was applied",
		Hint: "An owner that does not exist makes the garbage collector do so; so does a controller that does not know the object. See the audit log of the cluster."})
}

// notCreated tells from events that a controller cannot create the Pods of an object.
func (w *world) notCreated(o *unstructured.Unstructured, p patient) *Symptom {
	e := w.lastEvent(o.GetUID(), "FailedCreate")
	if e == nil || p.state.Symptom != nil {
		return nil
	}
	for _, pod := range p.pods {
		if !pod.CreationTimestamp.Time.Before(lastTime(e)) { // it could, after all
			return nil
		}
	}
	return replicaFailure(e.Reason, e.Message)
}

// mountSymptom tells that a volume of a Pod names what is not there.
func (w *world) mountSymptom(pod *corev1.Pod) *Symptom {
	if pod.Status.Phase != corev1.PodPending {
		return nil
	}
	e := w.lastEvent(pod.UID, "FailedMount")
	if e == nil || !strings.Contains(e.Message, "not found") && !strings.Contains(e.Message, "non-existent") {
		return nil
	}
	ref := podRef(pod)
	return &Symptom{Failure: event.Failure{Culprit: &ref, Reason: e.Reason, Message: "a volume cannot be mounted: " + e.Message,
		Hint: "Add the ConfigMap, Secret or key that it names to the manifests, or mark the volume as optional."}, Alone: 8 * time.Second, Amid: 30 * time.Second}
}

// blamePod names a Pod as the culprit, with the container that tells most.
func (w *world) blamePod(s *Symptom, pod *corev1.Pod) {
	ref := podRef(pod)
	s.Culprit = &ref
	blameContainer(s, pod)
	if probe := w.lastEvent(pod.UID, "Unhealthy"); probe != nil && s.Hint == "" {
		s.Hint = "Its probe fails: " + strings.TrimSpace(probe.Message) + ". Correct the probe, or what it asks."
	}
}

// blameContainer names the container of a Pod that ended badly, else one that runs, best one that is not ready.
func blameContainer(s *Symptom, pod *corev1.Pod) {
	s.pod = pod.Name
	for _, c := range containers(pod) {
		ended := c.State.Terminated
		if ended == nil && !c.Ready {
			ended = c.LastTerminationState.Terminated
		}
		if ended != nil && ended.ExitCode != 0 {
			s.Container, s.ExitCode = c.Name, &ended.ExitCode
			s.previous = c.State.Running != nil
			if s.Reason == "" || s.Reason == "Timeout" {
				s.Reason = ended.Reason
			}
			if ended.Reason == "OOMKilled" {
				s.Hint = exitHint(ended)
			}
			return
		}
	}
	for _, c := range containers(pod) {
		if c.State.Running != nil && (s.Container == "" || !c.Ready) {
			s.Container = c.Name
		}
	}
}
