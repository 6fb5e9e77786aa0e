package ready

import (
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// generic judges kinds that are not Kubernetes' own by the conventions for conditions: Ready, Reconciling, Stalled and
// the observed generation. A kind without any of them is ready when it is there.
func generic(o *unstructured.Unstructured, _ *world) State {
	result, err := status.Compute(o)
	if err != nil {
		return ready // a status of another shape: it says nothing of readiness
	}
	switch result.Status {
	case status.CurrentStatus:
		return ready
	case status.FailedStatus:
		return State{Message: result.Message, Symptom: at(10*time.Second, event.Failure{Reason: "Stalled", Message: "its controller gave up: " + result.Message,
			Hint: "See the conditions of the object and the log of its controller."})}
	}
	return State{Message: result.Message, Hint: "See the conditions of the object and the log of its controller."}
}
