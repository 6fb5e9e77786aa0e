package ready

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

// webhooksReady holds when whoever is called can be: the Service has a ready endpoint, and its certificate is known. A
// webhook that is skipped when it does not answer, and one outside of the app's namespace, hold nothing up.
func webhooksReady(o *unstructured.Unstructured, w *world) State {
	value, _, _ := unstructured.NestedFieldNoCopy(o.Object, "webhooks")
	list, _ := value.([]any)
	state := ready
	for _, item := range list {
		hook, _ := item.(map[string]any)
		why := w.unreachable(hook)
		if why == "" {
			continue
		}
		words := fmt.Sprintf("its webhook %s %s", text(hook, "name"), why)
		if text(hook, "failurePolicy") == "Ignore" {
			state.Message = words
			continue
		}
		const hint = "The API server refuses what the webhook should judge until it answers. See the Pods behind the Service; or set failurePolicy: Ignore."
		return State{Message: words, Hint: hint, Symptom: &Symptom{Alone: time.Minute, Amid: never,
			Failure: event.Failure{Reason: "WebhookUnreachable", Message: words, Hint: hint}}}
	}
	return state
}

// unreachable says why the API server cannot call a webhook; empty if it can, or nobody can see whether it can.
func (w *world) unreachable(hook map[string]any) string {
	namespace, name := text(hook, "clientConfig", "service", "namespace"), text(hook, "clientConfig", "service", "name")
	if name == "" || !w.visible(endpointSliceResource) || namespace != w.namespace {
		return ""
	}
	if !w.hasEndpoint(name) {
		return fmt.Sprintf("calls Service/%s, which has no ready endpoint", name)
	}
	if text(hook, "clientConfig", "caBundle") == "" {
		return "has no caBundle to know its server by"
	}
	return ""
}

// hasEndpoint says whether a Service of the app's namespace has a ready endpoint.
func (w *world) hasEndpoint(service string) bool {
	for _, slice := range w.all(endpointSliceResource) {
		if slice.GetLabels()["kubernetes.io/service-name"] != service {
			continue
		}
		value, _, _ := unstructured.NestedFieldNoCopy(slice.Object, "endpoints")
		endpoints, _ := value.([]any)
		for _, item := range endpoints {
			endpoint, _ := item.(map[string]any)
			ready, told, _ := unstructured.NestedBool(endpoint, "conditions", "ready")
			if len(endpoint) > 0 && (ready || !told) {
				return true
			}
		}
	}
	return false
}
