package ready

import (
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

const gatewayHint = "See the status of the object and the log of the Gateway controller."

// gatewayWords say that a condition does not hold.
var gatewayWords = map[string]string{"Accepted": "it is not accepted", "Programmed": "it is not programmed", "ResolvedRefs": "what it refers to is not found"}

// gatewayClassReady holds when a controller has accepted the class.
func gatewayClassReady(o *unstructured.Unstructured, _ *world) State {
	return hold(statusConditions(o), "Accepted")
}

// gatewayReady holds when the Gateway is accepted and programmed; or when nobody in this cluster would do so: its class
// is not there, is not accepted, or cannot be seen. The same is true of an Ingress.
func gatewayReady(o *unstructured.Unstructured, w *world) State {
	for _, class := range w.all(gatewayClassResource) {
		if class.GetName() == text(o.Object, "spec", "gatewayClassName") && statusConditions(class).is("Accepted") {
			return hold(statusConditions(o), "Accepted", "Programmed")
		}
	}
	return State{Ready: true, Message: "nobody serves its GatewayClass"}
}

// routeReady holds when every parent has accepted the route and found what it refers to. Without any parent's word it
// is like a custom resource without status.
func routeReady(o *unstructured.Unstructured, _ *world) State {
	value, _, _ := unstructured.NestedFieldNoCopy(o.Object, "status", "parents")
	parents, _ := value.([]any)
	if len(parents) == 0 {
		return State{Message: "none of its parents has taken it yet", Hint: gatewayHint, silent: true}
	}
	for _, item := range parents {
		parent, _ := item.(map[string]any)
		if s := hold(conditionsOf(parent, o.GetGeneration()), "Accepted", "ResolvedRefs"); !s.Ready {
			return s
		}
	}
	return ready
}

// hold asks for conditions that all have to be true. One that is false after a while stays so.
func hold(cs conditions, kinds ...string) State {
	for _, kind := range kinds {
		c, there := cs.find(kind)
		switch {
		case !there || c.stale:
			return State{Message: gatewayWords[kind] + " yet", Hint: gatewayHint}
		case c.status == "True":
			continue
		}
		words := gatewayWords[kind] + ": " + c.words()
		s := State{Message: words, Hint: gatewayHint}
		if c.status == "False" && !slices.Contains([]string{"Pending", "AddressNotAssigned"}, c.reason) {
			s.Symptom = &Symptom{Alone: 20 * time.Second, Amid: never, Failure: event.Failure{Reason: c.reason, Message: words, Hint: gatewayHint}}
		}
		return s
	}
	return ready
}
