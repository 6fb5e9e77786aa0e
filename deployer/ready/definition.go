package ready

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// definitionReady holds when the API server serves the kind.
func definitionReady(o *unstructured.Unstructured, _ *world) State {
	cs := statusConditions(o)
	if cs.is("Established") {
		return ready
	}
	s := waiting("the cluster does not serve the kind yet")
	if c, _ := cs.find("NamesAccepted"); c.status == "False" {
		s.Symptom = at(5*time.Second, event.Failure{Reason: c.reason, Message: "the cluster does not accept its names: " + c.words(),
			Hint: "Another CustomResourceDefinition has the same plural, kind or short name. Remove it, or rename this one."})
	}
	return s
}
