package ready

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// volumeReady holds when the PersistentVolume can be bound, or is.
func volumeReady(o *unstructured.Unstructured, _ *world) State {
	switch s := convert[corev1.PersistentVolume](o).Status; s.Phase {
	case corev1.VolumeAvailable, corev1.VolumeBound, corev1.VolumeReleased:
		return ready
	case corev1.VolumeFailed:
		return State{Message: "it failed: " + s.Message, Symptom: at(0, event.Failure{Reason: "Failed", Message: "it failed: " + s.Message,
			Hint: "The volume could not be recycled or deleted. See the events of the PersistentVolume."})}
	}
	return waiting("it is not available yet")
}
