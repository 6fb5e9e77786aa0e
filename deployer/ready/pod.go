package ready

import (
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// podReady holds when the Pod is ready, or has ended well: a Pod may have one thing to do.
func podReady(o *unstructured.Unstructured, _ *world) State {
	pod := convert[corev1.Pod](o)
	if pod.Status.Phase == corev1.PodSucceeded {
		return ready
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue {
			return ready
		}
	}
	return State{Message: "it is not ready", Symptom: failedPod(pod)}
}

// podFinished holds when the Pod has ended well.
func podFinished(o *unstructured.Unstructured, _ *world) State {
	pod := convert[corev1.Pod](o)
	switch pod.Status.Phase {
	case corev1.PodSucceeded:
		return ready
	case corev1.PodRunning:
		return State{Message: "it runs", Symptom: failedPod(pod)}
	}
	return State{Message: "it has not started", Symptom: failedPod(pod)}
}

// failedPod tells that a Pod has ended for good; nil if it has not.
func failedPod(pod *corev1.Pod) *Symptom {
	if pod.Status.Phase != corev1.PodFailed {
		return nil
	}
	s := at(0, event.Failure{Reason: pod.Status.Reason, Message: "it failed", Hint: "The log says why."})
	if pod.Status.Message != "" {
		s.Message += ": " + pod.Status.Message
	}
	if pod.Status.Reason == "Evicted" {
		s.Hint = evictionHint
	}
	blameContainer(s, pod)
	if s.ExitCode != nil {
		s.Message = fmt.Sprintf("container %s exited %d", s.Container, *s.ExitCode)
	}
	return s
}

// podSymptoms tells all that ails a Pod: the most telling first.
func (w *world) podSymptoms(pod *corev1.Pod) []*Symptom {
	var found []*Symptom
	for _, name := range claimsOf(pod) {
		if s := w.usedClaimSymptom(pod, name); s != nil {
			found = append(found, s)
		}
	}
	for _, s := range Diagnose(pod) {
		w.blameProbe(s, pod)
		found = append(found, s)
	}
	for _, s := range []*Symptom{w.volumeSymptom(pod), w.nodeSymptom(pod)} {
		if s != nil {
			found = append(found, s)
		}
	}
	if w.lastEvent(pod.UID, "TriggeredScaleUp") != nil || awaitsVolumes(pod) { // a node, or a volume, is on its way
		found = without(found, corev1.PodReasonUnschedulable)
	}
	return found
}

func without(symptoms []*Symptom, reason string) []*Symptom {
	var kept []*Symptom
	for _, s := range symptoms {
		if s.Reason != reason {
			kept = append(kept, s)
		}
	}
	return kept
}

// unschedulable tells that no node takes the Pod.
func unschedulable(pod *corev1.Pod) *Symptom {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable {
			ref := podRef(pod)
			return at(10*time.Second, event.Failure{Culprit: &ref, Reason: c.Reason, Message: "no node takes it: " + c.Message,
				Hint: "Lower what the containers request, change node selector, affinity or tolerations, or add a node."})
		}
	}
	return nil
}

// awaitsVolumes says whether all that keeps the Pod from a node is that its volumes are being made. If they cannot be, its
// claims tell.
func awaitsVolumes(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && strings.Contains(c.Message, "unbound immediate PersistentVolumeClaims") {
			return true
		}
	}
	return false
}

// podDoing says in a few words what a Pod that is not ready does.
func podDoing(pod *corev1.Pod) string {
	for _, s := range containers(pod) {
		if s.State.Waiting != nil && s.State.Waiting.Reason != "PodInitializing" {
			return s.State.Waiting.Reason
		}
		if s.State.Running != nil && !s.Ready {
			return "container " + s.Name + " runs, but is not ready"
		}
	}
	if awaitsVolumes(pod) {
		return "waits for its volumes"
	}
	if pod.Status.Phase == corev1.PodPending && pod.Spec.NodeName == "" {
		if len(pod.Spec.SchedulingGates) > 0 {
			return "waits for its scheduling gate " + pod.Spec.SchedulingGates[0].Name + " to be removed"
		}
		return "waits for a node"
	}
	return ""
}

func podRef(pod *corev1.Pod) kube.Ref {
	return kube.Ref{Version: "v1", Kind: "Pod", Namespace: pod.Namespace, Name: pod.Name}
}
