package ready

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/chandler-dev/chandler/deployer/event"
)

// volumeSymptom tells that a volume of a Pod cannot be attached to its node, or mounted: the cluster tries on, but what
// is not there will not come by itself.
func (w *world) volumeSymptom(pod *corev1.Pod) *Symptom {
	if pod.Status.Phase != corev1.PodPending {
		return nil
	}
	e := w.lastEvent(pod.UID, "FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox")
	if e == nil {
		return nil
	}
	ref := podRef(pod)
	f := event.Failure{Culprit: &ref, Reason: e.Reason, Message: "a volume cannot be mounted: " + e.Message,
		Hint: "See the log of the storage driver, and the node's: kubectl describe pod " + pod.Name + " -n " + pod.Namespace}
	switch {
	case e.Reason == "FailedCreatePodSandBox":
		f.Message = "its node cannot make it: " + e.Message
		f.Hint = "See the node's network plugin and container runtime."
	case strings.Contains(e.Message, "not found") || strings.Contains(e.Message, "non-existent"):
		f.Hint = "Add the ConfigMap, Secret or key that it names to the manifests, or mark the volume as optional."
		return &Symptom{Failure: f, Alone: 8 * time.Second, Amid: 30 * time.Second}
	case strings.Contains(e.Message, "Multi-Attach"):
		f.Hint = "Another Pod has the volume, which only one node may have. Give the Deployment the strategy Recreate, or make it a StatefulSet."
	}
	return at(90*time.Second, f)
}
