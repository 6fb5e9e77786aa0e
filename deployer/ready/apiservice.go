package ready

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// apiServiceReady holds when the aggregated API answers. If it does not, though all Pods of the app run, it never will.
func apiServiceReady(o *unstructured.Unstructured, _ *world) State {
	cs := statusConditions(o)
	if cs.is("Available") {
		return ready
	}
	c, _ := cs.find("Available")
	const hint = "See the Service and the Pods that serve the API."
	s := State{Message: "the API is not available: " + c.message, Hint: hint}
	if c.status == "False" {
		s.Symptom = &Symptom{Failure: event.Failure{Reason: c.reason, Message: s.Message, Hint: hint}, Alone: time.Minute, Amid: never}
	}
	return s
}
