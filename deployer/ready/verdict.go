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

// blamePod names a Pod as the culprit, with the container that tells most.
func (w *world) blamePod(s *Symptom, pod *corev1.Pod) {
	ref := podRef(pod)
	s.Culprit = &ref
	blameContainer(s, pod)
	if probe := w.lastEvent(pod.UID, "Unhealthy"); probe != nil && s.Hint == "" {
		s.Hint = "Its probe fails: " + strings.TrimSpace(probe.Message) + ". Correct the probe, or what it asks."
	}
}

// blameProbe says of a container that was ended from outside which probe did it, if one did.
func (w *world) blameProbe(s *Symptom, pod *corev1.Pod) {
	if s.ExitCode == nil || s.Reason == "OOMKilled" {
		return
	}
	killed := w.lastEvent(pod.UID, "Killing")
	if killed == nil || !strings.Contains(killed.Message, s.Container+" failed ") {
		return
	}
	s.Hint = "Its liveness or startup probe fails, so that it is restarted. Correct the probe, what it asks, or the time it gives."
	for _, probe := range w.eventsOf(pod.UID) {
		if probe.Reason != "Unhealthy" || strings.HasPrefix(probe.Message, "Readiness") {
			continue
		}
		s.Hint = "It is restarted because of its probe: " + strings.TrimSpace(probe.Message) + ". Correct the probe, what it asks, or the time it gives."
		return
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
