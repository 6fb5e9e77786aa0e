package fit

import "github.com/chandler-dev/chandler/schema"

func (k *checker) istio() {
	const name = "istio"
	runs := k.cluster.Istio
	switch kind := k.constraints.Istio; {
	case kind == schema.IstioOptional:
		k.add(name, Fits, "works with and without Istio")
	case kind != schema.IstioRequired && kind != schema.IstioUnsupported:
	case runs == Unknown:
		k.add(name, NotKnown, istioNeeds[kind]+", but whether it does is not known")
	case (kind == schema.IstioRequired) == (runs == Present):
		k.add(name, Fits, istioNeeds[kind]+", and the cluster is so")
	case runs == Present:
		k.add(name, Fails, istioNeeds[kind]+", but it runs in the cluster")
	default:
		k.add(name, Fails, istioNeeds[kind]+", but it does not run in the cluster")
	}
}

var istioNeeds = map[string]string{
	schema.IstioRequired:    "needs Istio to run in the cluster",
	schema.IstioUnsupported: "needs a cluster in which Istio does not run",
}
