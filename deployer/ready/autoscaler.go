package ready

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// autoscalerReady holds unless the autoscaler cannot scale what it names. Metrics are not waited for: they come a minute
// after the Pods, in a cluster without a metrics server never, and the app runs with the replicas it has.
func autoscalerReady(o *unstructured.Unstructured, w *world) State {
	if s := w.unscalable(o); s != nil {
		return State{Message: s.Message, Symptom: s}
	}
	cs := statusConditions(o)
	if c, _ := cs.find("AbleToScale"); c.status == "False" && c.reason != "BackoffBoth" {
		return State{Message: "it cannot scale: " + c.words(), Symptom: at(20*time.Second, event.Failure{Reason: c.reason,
			Message: "it cannot scale: " + c.words(), Hint: "Correct scaleTargetRef: it names what is to be scaled."})}
	}
	if c, _ := cs.find("ScalingActive"); c.status == "False" {
		return State{Ready: true, Message: "does not scale: " + c.words()}
	}
	return ready
}

// unscalable tells that what an autoscaler names is not there. It is nil for kinds that are not watched.
func (w *world) unscalable(o *unstructured.Unstructured) *Symptom {
	kind, name := text(o.Object, "spec", "scaleTargetRef", "kind"), text(o.Object, "spec", "scaleTargetRef", "name")
	r, known := scaled[kind]
	if !known || name == "" || !w.visible(r) {
		return nil
	}
	for _, other := range w.all(r) {
		if other.GetName() == name {
			return nil
		}
	}
	return at(10*time.Second, event.Failure{Reason: "FailedGetScale", Message: fmt.Sprintf("it scales %s/%s, which does not exist", kind, name),
		Hint: "Correct scaleTargetRef, or add what it names to the manifests."})
}
