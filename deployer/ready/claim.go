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

// claimReady holds when the claim is bound, or waits for a first consumer that the app does not have.
func claimReady(o *unstructured.Unstructured, w *world) State {
	claim := convert[corev1.PersistentVolumeClaim](o)
	if claim.Status.Phase == corev1.ClaimBound {
		return w.resized(claim)
	}
	if w.lastEvent(claim.UID, "WaitForFirstConsumer") != nil && w.visible(podResource) && !w.consumed(claim.Name) {
		return ready
	}
	return State{Message: "it has no volume yet", Symptom: w.claimSymptom(claim),
		Hint: "See what its provisioner says: kubectl describe pvc " + claim.Name + " -n " + claim.Namespace}
}

// resized holds when the claim has as much as it asks for, or gets it as soon as a Pod mounts it.
func (w *world) resized(claim *corev1.PersistentVolumeClaim) State {
	want, have := claim.Spec.Resources.Requests[corev1.ResourceStorage], claim.Status.Capacity[corev1.ResourceStorage]
	if have.IsZero() || have.Cmp(want) >= 0 {
		return ready
	}
	for _, c := range claim.Status.Conditions {
		if c.Type == corev1.PersistentVolumeClaimFileSystemResizePending && c.Status == corev1.ConditionTrue && !w.consumed(claim.Name) {
			return State{Ready: true, Message: "grows when a Pod mounts it"}
		}
	}
	s := State{Message: fmt.Sprintf("it grows from %s to %s", have.String(), want.String()), Hint: "See whether its StorageClass can expand volumes: kubectl describe pvc " +
		claim.Name + " -n " + claim.Namespace}
	if e := w.lastEvent(claim.UID, "VolumeResizeFailed", "FileSystemResizeFailed"); e != nil {
		s.Symptom = at(30*time.Second, event.Failure{Reason: e.Reason, Message: "it cannot grow: " + e.Message, Hint: s.Hint})
	}
	return s
}

// claimSymptom tells why a claim stays unbound; nil if nobody has said why.
func (w *world) claimSymptom(claim *corev1.PersistentVolumeClaim) *Symptom {
	ref := kube.Ref{Version: "v1", Kind: "PersistentVolumeClaim", Namespace: claim.Namespace, Name: claim.Name}
	if claim.Status.Phase == corev1.ClaimLost {
		return at(0, event.Failure{Culprit: &ref, Reason: "Lost", Message: "its volume is gone",
			Hint: "Its PersistentVolume was deleted. Delete the claim, too, and restore the data from a backup."})
	}
	e := w.lastEvent(claim.UID, "ProvisioningFailed", "FailedBinding", "VolumeMismatch")
	if e == nil || claim.Status.Phase == corev1.ClaimBound {
		return nil
	}
	f := event.Failure{Culprit: &ref, Reason: e.Reason, Message: "it has no volume: " + e.Message}
	switch {
	case strings.Contains(e.Message, "storageclass") && strings.Contains(e.Message, "not found"):
		f.Hint = "The StorageClass does not exist in this cluster. Take its name from a property of type STORAGE_CLASS, or leave storageClassName out for the default class."
		return at(time.Second, f)
	case strings.Contains(e.Message, "no storage class is set"):
		f.Hint = "The cluster has no default StorageClass, and no PersistentVolume fits. Make a class the default, or name one."
		return at(2*time.Second, f)
	}
	f.Hint = "The provisioner of the StorageClass failed: see its log. The size, or the access mode, may be more than it can give."
	return at(10*time.Second, f)
}

// usedClaimSymptom tells what is wrong with a claim that a Pod uses.
func (w *world) usedClaimSymptom(pod *corev1.Pod, name string) *Symptom {
	if claim := w.claims[name]; claim != nil {
		return w.claimSymptom(claim)
	}
	if !w.visible(claimResource) || pod.Spec.NodeName != "" {
		return nil
	}
	ref := kube.Ref{Version: "v1", Kind: "PersistentVolumeClaim", Namespace: pod.Namespace, Name: name}
	return at(8*time.Second, event.Failure{Culprit: &ref, Reason: "NotFound", Message: "Pod/" + pod.Name + " uses it, but it does not exist",
		Hint: "Add the PersistentVolumeClaim to the manifests, or correct its name in the Pod template."})
}

// consumed says whether a Pod uses the claim.
func (w *world) consumed(claim string) bool {
	for _, pod := range w.pods {
		for _, used := range claimsOf(pod) {
			if used == claim {
				return true
			}
		}
	}
	return false
}

// claimsOf gives the names of the claims that a Pod uses.
func claimsOf(pod *corev1.Pod) []string {
	var names []string
	for _, v := range pod.Spec.Volumes {
		switch {
		case v.PersistentVolumeClaim != nil:
			names = append(names, v.PersistentVolumeClaim.ClaimName)
		case v.Ephemeral != nil:
			names = append(names, pod.Name+"-"+v.Name)
		}
	}
	return names
}
