package ready

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// serviceReady holds for a LoadBalancer when it has an address, for other Services at once. One with a class of its
// own is left to whoever serves that class.
func serviceReady(o *unstructured.Unstructured, _ *world) State {
	s := convert[corev1.Service](o)
	if s.Spec.Type != corev1.ServiceTypeLoadBalancer || s.Spec.LoadBalancerClass != nil || len(s.Status.LoadBalancer.Ingress) > 0 {
		return ready
	}
	return State{Message: "the load balancer has no address yet",
		Hint: "Nothing in this cluster gives Services of type LoadBalancer an address, or it has none left. Use type ClusterIP or NodePort, or a cluster with load balancers."}
}
