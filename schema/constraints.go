package schema

import (
	"fmt"
	"strings"
)

// Constraints are what a package wants of a cluster: x-google-marketplace.clusterConstraints.
type Constraints struct {
	// KubernetesVersion is a range of semantic versions, as it was written.
	KubernetesVersion string
	Resources         []ResourceConstraint
	// Istio is OPTIONAL, REQUIRED, UNSUPPORTED or empty.
	Istio string
	// OAuthScopes are those that nodes must have (gcp.nodes.requiredOauthScopes).
	OAuthScopes             []string
	AssistedClusterCreation *AssistedClusterCreation
}

// ResourceConstraint asks for nodes that can hold replicas of a size.
type ResourceConstraint struct {
	// Replicas is 0 if the schema does not say.
	Replicas int64
	// CPU and Memory are Kubernetes quantities, or empty.
	CPU, Memory string
	// GPUs are by the name of their resource; an entry with GPUs has nothing else.
	GPUs map[string]GPURequest
	// Affinity is REQUIRE_ONE_NODE_PER_REPLICA, REQUIRE_MINIMUM_NODE_COUNT or empty.
	Affinity string
	// MinimumNodeCount belongs to REQUIRE_MINIMUM_NODE_COUNT.
	MinimumNodeCount int64
}

// GPURequest is a number of GPUs of some kinds.
type GPURequest struct {
	Limits    int64
	Platforms []string
}

// nvidiaGPU is the only provider that schemas may name.
const nvidiaGPU = "nvidia.com/gpu"

const (
	constraintsPath = "x-google-marketplace.clusterConstraints"
	// resourcePlace is where the manual has the keys of an item of resources.
	resourcePlace = constraintsPath + ".resources[]"
)

func (r *reader) constraints(x *node) *Constraints {
	n := r.mapAt(x, "clusterConstraints", constraintsPath)
	if n == nil {
		return nil
	}
	r.known(n, constraintsPath, constraintsPath)
	c := &Constraints{KubernetesVersion: r.wordsAt(n, "k8sVersion", constraintsPath+".k8sVersion")}
	gpus := 0
	for i, item := range r.mapsAt(n, "resources", constraintsPath+".resources") {
		resource := r.resource(item, fmt.Sprintf("%s.resources[%d]", constraintsPath, i))
		if resource.GPUs != nil {
			if gpus++; gpus == 2 {
				r.fault(item.position, CodeConstraint, "at most one request may include GPUs", "")
			}
		}
		c.Resources = append(c.Resources, resource)
	}
	c.Istio = r.istio(n)
	c.OAuthScopes = r.scopes(n)
	c.AssistedClusterCreation = r.assistedCreation(n)
	return c
}

func (r *reader) resource(n *node, path string) ResourceConstraint {
	r.known(n, path, resourcePlace)
	c := ResourceConstraint{Replicas: r.intAt(n, "replicas", path+".replicas", 0)}
	requests := r.mapAt(n, "requests", path+".requests")
	if requests == nil {
		r.fault(n.position, CodeConstraint, path+" must specify requests", "")
		return c
	}
	r.known(requests, path+".requests", resourcePlace+".requests")
	c.CPU, c.Memory = r.wordsAt(requests, "cpu", path+".requests.cpu"), r.wordsAt(requests, "memory", path+".requests.memory")
	gpu := requests.get("gpu")
	if c.CPU == "" && c.Memory == "" && gpu == nil {
		r.fault(requests.position, CodeConstraint, path+".requests must specify at least one of cpu, memory, or gpu", "")
	}
	if gpu != nil {
		r.gpuAlone(n, c, path)
		c.GPUs = r.gpus(requests, path+".requests.gpu")
	}
	r.affinity(n, &c, path+".affinity")
	return c
}

// gpuAlone holds an entry with GPUs to having nothing else.
func (r *reader) gpuAlone(n *node, c ResourceConstraint, path string) {
	if c.CPU != "" || c.Memory != "" {
		r.fault(n.position, CodeConstraint, path+": constraints with GPU requests must not specify cpu or memory", "")
	}
	for _, key := range []string{"affinity", "replicas"} {
		if n.get(key) != nil {
			r.fault(n.keyAt(key), CodeConstraint, path+": "+key+" is unsupported for GPU resource constraints", "")
		}
	}
}

func (r *reader) gpus(requests *node, path string) map[string]GPURequest {
	gpus := map[string]GPURequest{}
	n := r.mapAt(requests, "gpu", path)
	if n == nil {
		return gpus
	}
	if len(n.entries) == 0 {
		r.fault(n.position, CodeConstraint, "the map of GPU requests must contain one or more entries", "")
	}
	for _, e := range n.entries {
		if e.key != nvidiaGPU {
			r.fault(e.at, CodeConstraint, "unsupported GPU provider "+shorten(e.key), "the only one is "+nvidiaGPU)
		}
		definition := r.asMap(e.node, path+"."+e.key)
		r.known(definition, path+"."+e.key, resourcePlace+".requests.gpu.*")
		gpus[e.key] = GPURequest{
			Limits:    r.intAt(definition, "limits", path+".limits", 0),
			Platforms: r.textsAt(definition, "platforms", path+".platforms"),
		}
	}
	return gpus
}

func (r *reader) affinity(n *node, c *ResourceConstraint, path string) {
	affinity := r.mapAt(n, "affinity", path)
	r.known(affinity, path, resourcePlace+".affinity")
	simple := r.mapAt(affinity, "simpleNodeAffinity", path+".simpleNodeAffinity")
	if simple == nil {
		return
	}
	r.known(simple, path+".simpleNodeAffinity", resourcePlace+".affinity.simpleNodeAffinity")
	c.Affinity = r.wordsAt(simple, "type", path+".simpleNodeAffinity.type")
	c.MinimumNodeCount = r.intAt(simple, "minimumNodeCount", path+".simpleNodeAffinity.minimumNodeCount", 0)
	switch c.Affinity {
	case "":
		r.fault(simple.position, CodeConstraint, "simpleNodeAffinity requires a type", "")
	case "REQUIRE_MINIMUM_NODE_COUNT":
		if simple.get("minimumNodeCount") == nil {
			r.fault(simple.position, CodeConstraint, "simpleNodeAffinity of type REQUIRE_MINIMUM_NODE_COUNT requires minimumNodeCount", "")
		}
	case "REQUIRE_ONE_NODE_PER_REPLICA":
	default:
		r.warn(simple.get("type").position, CodeConstraint, "unknown type of simpleNodeAffinity: "+shorten(c.Affinity), "")
	}
}

func (r *reader) istio(n *node) string {
	istio := r.mapAt(n, "istio", constraintsPath+".istio")
	if istio == nil {
		return ""
	}
	r.known(istio, constraintsPath+".istio", constraintsPath+".istio")
	kind := r.wordsAt(istio, "type", constraintsPath+".istio.type")
	switch kind {
	case "OPTIONAL", "REQUIRED", "UNSUPPORTED":
	default:
		r.fault(istio.keyAt("type"), CodeConstraint, "istio.type must be one of OPTIONAL, REQUIRED, UNSUPPORTED", "")
	}
	return kind
}

func (r *reader) scopes(n *node) []string {
	const prefix = "https://www.googleapis.com/auth/"
	gcp := r.mapAt(n, "gcp", constraintsPath+".gcp")
	r.known(gcp, constraintsPath+".gcp", constraintsPath+".gcp")
	nodes := r.mapAt(gcp, "nodes", constraintsPath+".gcp.nodes")
	r.known(nodes, constraintsPath+".gcp.nodes", constraintsPath+".gcp.nodes")
	scopes := r.textsAt(nodes, "requiredOauthScopes", constraintsPath+".gcp.nodes.requiredOauthScopes")
	for _, scope := range scopes {
		if !strings.HasPrefix(scope, prefix) {
			r.fault(nodes.keyAt("requiredOauthScopes"), CodeConstraint, "the OAuth scope "+shorten(scope)+" is not fully qualified", "it must start with "+prefix)
		}
	}
	return scopes
}
