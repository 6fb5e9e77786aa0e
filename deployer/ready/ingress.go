package ready

import (
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// ingressReady holds when the Ingress has an address, or when nobody in this cluster would give it one: its
// IngressClass is not there, or cannot be seen. To wait for a controller that does not exist would fail every package
// with an Ingress on every cluster without one.
func ingressReady(o *unstructured.Unstructured, w *world) State {
	in := convert[networkingv1.Ingress](o)
	if len(in.Status.LoadBalancer.Ingress) > 0 || !w.hasIngressClass(in) {
		return ready
	}
	return State{Message: "it has no address yet", Hint: "The ingress controller of its IngressClass gave it no address. See the controller's log and the events of the Ingress."}
}

func (w *world) hasIngressClass(in *networkingv1.Ingress) bool {
	name := in.Annotations["kubernetes.io/ingress.class"]
	if in.Spec.IngressClassName != nil {
		name = *in.Spec.IngressClassName
	}
	for _, class := range w.all(ingressClassResource) {
		if class.GetName() == name || name == "" && class.GetAnnotations()[networkingv1.AnnotationIsDefaultIngressClass] == "true" {
			return true
		}
	}
	return false
}
