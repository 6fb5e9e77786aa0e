package ready

import (
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// applicationReady holds when the deployer of an app within the app has succeeded. The app's own Application is never
// judged: its phase is what the wait decides.
func applicationReady(o *unstructured.Unstructured, _ *world) State {
	switch phase := text(o.Object, "spec", "assemblyPhase"); phase {
	case "Pending":
		return waiting("its deployer is not done")
	case "Failed":
		return State{Message: "its deployer failed", Symptom: at(10*time.Second, event.Failure{Reason: phase, Message: "its deployer failed",
			Hint: "See the log of that app's deployer Job."})}
	}
	return ready
}
