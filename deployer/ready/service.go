package ready

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
)

const noBalancerHint = "Nothing in this cluster gives Services of type LoadBalancer an address, or it has none left. Use type ClusterIP or NodePort, or a cluster with load balancers."

// serviceReady holds for a LoadBalancer when it has an address, for other Services at once. One with a class of its
// own is left to whoever serves that class.
func serviceReady(o *unstructured.Unstructured, w *world) State {
	s := convert[corev1.Service](o)
	if s.Spec.Type != corev1.ServiceTypeLoadBalancer || s.Spec.LoadBalancerClass != nil || len(s.Status.LoadBalancer.Ingress) > 0 {
		return ready
	}
	return State{Message: "the load balancer has no address yet", Hint: noBalancerHint, Symptom: w.balancerSymptom(s)}
}

// balancerSymptom tells that a Service will get no address: what makes load balancers has failed, or nothing in the
// cluster does. Whatever does leaves a trace on the Service as it begins: an event, a finalizer or a condition.
func (w *world) balancerSymptom(s *corev1.Service) *Symptom {
	events := w.eventsOf(s.UID)
	for _, e := range events {
		if e.Type == corev1.EventTypeWarning {
			return at(30*time.Second, event.Failure{Reason: e.Reason, Message: "it gets no load balancer: " + strings.TrimSpace(e.Message), Hint: noBalancerHint})
		}
	}
	if len(events) > 0 || len(s.Finalizers) > 0 || len(s.Status.Conditions) > 0 || !w.visible(eventResource) {
		return nil
	}
	return at(time.Minute, event.Failure{Reason: "NoLoadBalancer", Message: "nothing has begun to make its load balancer", Hint: noBalancerHint})
}
