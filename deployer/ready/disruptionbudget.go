package ready

import (
	"fmt"

	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// disruptionBudgetReady holds when the controller has seen the budget. Whether its Pods are healthy is a matter of what
// runs them: a budget that asks for more Pods than the app has would otherwise hold up an app that works.
func disruptionBudgetReady(o *unstructured.Unstructured, _ *world) State {
	b := convert[policyv1.PodDisruptionBudget](o)
	s := b.Status
	c, _ := statusConditions(o).find("DisruptionAllowed")
	switch {
	case s.ObservedGeneration < b.Generation:
		return waiting(unseen)
	case c.reason == "SyncFailed":
		return State{Ready: true, Message: "protects no Pod: " + c.words()}
	case s.ExpectedPods == 0:
		return State{Ready: true, Message: "its selector finds no Pod"}
	case s.DisruptionsAllowed == 0:
		return State{Ready: true, Message: fmt.Sprintf("allows no Pod to be evicted: %d of at least %d are healthy", s.CurrentHealthy, s.DesiredHealthy)}
	}
	return ready
}
