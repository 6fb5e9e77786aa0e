package ready

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// lastTime is when an event was last seen; its reporters fill in different fields.
func lastTime(e *corev1.Event) time.Time {
	latest := e.CreationTimestamp.Time
	for _, t := range []time.Time{e.FirstTimestamp.Time, e.LastTimestamp.Time, e.EventTime.Time} {
		if t.After(latest) {
			latest = t
		}
	}
	if e.Series != nil && e.Series.LastObservedTime.After(latest) {
		latest = e.Series.LastObservedTime.Time
	}
	return latest
}

// lastEvent gives the latest event of an object with one of the reasons, or nil.
func (w *world) lastEvent(uid types.UID, reasons ...string) *corev1.Event {
	for _, e := range w.eventsOf(uid) {
		for _, r := range reasons {
			if e.Reason == r {
				return e
			}
		}
	}
	return nil
}
