package schema

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"
)

// nvidiaGPU is the only provider that schemas may name.
const nvidiaGPU = "nvidia.com/gpu"

// resourcePlace is where the manual has the keys of an item of resources.
const resourcePlace = constraintsPath + ".resources[]"

func (r *reader) resource(n *node, path string) ResourceConstraint {
	r.known(n, path, resourcePlace)
	c := ResourceConstraint{Replicas: r.countAt(n, "replicas", path+".replicas")}
	requests := r.mapAt(n, "requests", path+".requests")
	if requests == nil {
		r.fault(n.position, CodeConstraint, path+" must specify requests", "")
		return c
	}
	r.known(requests, path+".requests", resourcePlace+".requests")
	c.CPU, c.Memory = r.quantityAt(requests, "cpu", path+".requests.cpu"), r.quantityAt(requests, "memory", path+".requests.memory")
	gpu := requests.get("gpu")
	if !requests.get("cpu").truthy() && !requests.get("memory").truthy() && gpu == nil {
		r.fault(requests.position, CodeConstraint, path+".requests must specify at least one of cpu, memory, or gpu", "")
	}
	if gpu != nil {
		r.gpuAlone(n, c, path)
		c.GPUs = r.gpus(requests, path+".requests.gpu")
	}
	r.affinity(n, &c, path+".affinity")
	return c
}

// countAt gives a number of things, of which there should be one at least: 0 where the key is absent.
func (r *reader) countAt(n *node, key, path string) int64 {
	count := r.intAt(n, key, path, 0)
	if v := n.get(key); v != nil && v.scalar == count && count < 1 {
		r.warn(v.position, CodeConstraint, fmt.Sprintf("%s is %d, which asks for nothing", path, count), "write 1 or more")
	}
	return max(count, 0)
}

// quantityAt gives a Kubernetes quantity as it was written, and warns of what is none.
func (r *reader) quantityAt(n *node, key, path string) string {
	text := r.wordsAt(n, key, path)
	if text == "" {
		return ""
	}
	q, err := resource.ParseQuantity(text)
	at := n.get(key).position
	switch {
	case err != nil:
		r.warn(at, CodeQuantity, path+" "+shorten(text)+" is not a Kubernetes quantity", "write 500m or 2 for CPU, 512Mi or 4Gi for memory")
	case q.Sign() <= 0:
		r.warn(at, CodeQuantity, path+" "+shorten(text)+" asks for nothing", "write what one replica needs, or leave it out")
	case key == "memory" && q.CmpInt64(1<<20) < 0:
		r.warn(at, CodeQuantity, path+" "+shorten(text)+" is less than 1Mi", "memory is in bytes: Mi and Gi are its usual units")
	}
	return text
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
		if e.isNull() {
			r.fault(e.at, CodeConstraint, path+"."+shorten(e.key)+" must be a map, but there is nothing", "write {limits: 1}")
		}
		definition := r.asMap(e.node, path+"."+e.key)
		r.known(definition, path+"."+e.key, resourcePlace+".requests.gpu.*")
		gpus[e.key] = GPURequest{
			Limits:    r.countAt(definition, "limits", path+".limits"),
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
	path += ".simpleNodeAffinity"
	r.known(simple, path, resourcePlace+".affinity.simpleNodeAffinity")
	c.Affinity = r.wordsAt(simple, "type", path+".type")
	c.MinimumNodeCount = r.countAt(simple, "minimumNodeCount", path+".minimumNodeCount")
	switch c.Affinity {
	case "":
		r.fault(simple.position, CodeConstraint, "simpleNodeAffinity requires a type", "")
	case MinimumNodeCount:
		if simple.get("minimumNodeCount") == nil {
			r.fault(simple.position, CodeConstraint, "simpleNodeAffinity of type REQUIRE_MINIMUM_NODE_COUNT requires minimumNodeCount", "")
		}
	case OneNodePerReplica:
		r.oneNodePerReplica(n, simple, path)
	default:
		r.warn(simple.get("type").position, CodeConstraint, "unknown type of simpleNodeAffinity: "+shorten(c.Affinity), "")
	}
}

// oneNodePerReplica warns of what makes no sense with that affinity.
func (r *reader) oneNodePerReplica(n, simple *node, path string) {
	if n.get("replicas") == nil {
		r.warn(simple.get("type").position, CodeConstraint, "REQUIRE_ONE_NODE_PER_REPLICA without replicas asks for one node", "say how many replicas there are")
	}
	if simple.get("minimumNodeCount") != nil {
		r.warn(simple.keyAt("minimumNodeCount"), CodeNoEffect, path+".minimumNodeCount has no effect with type REQUIRE_ONE_NODE_PER_REPLICA", "remove it, or change the type to REQUIRE_MINIMUM_NODE_COUNT")
	}
}
