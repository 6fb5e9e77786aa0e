package fit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// gpuResource is the resource that schemas may ask for, and the key of the taint that keeps other Pods off its nodes.
const gpuResource = "nvidia.com/gpu"

// modelLabels name a node's kind of GPU: on GKE, and where NVIDIA's feature discovery runs.
var modelLabels = []string{"cloud.google.com/gke-accelerator", "nvidia.com/gpu.product"}

// gpus judges an entry with GPUs: one node must have as many free, of one of the platforms.
func (k *checker) gpus(name string, requests map[string]schema.GPURequest) {
	for _, provider := range slices.Sorted(maps.Keys(requests)) {
		if provider != gpuResource {
			k.add(name, NotKnown, "needs GPUs of "+provider+", which Chandler does not know")
			return
		}
		status, message := k.gpu(requests[provider])
		k.add(name, status, message)
	}
}

func (k *checker) gpu(r schema.GPURequest) (Status, string) {
	wanted := max(r.Limits, 1)
	needs := fmt.Sprintf("needs a node with %s free", count(wanted, "GPU"))
	if len(r.Platforms) > 0 {
		needs += " of " + strings.Join(r.Platforms, " or ")
	}
	status := Fails
	var said []string
	for _, n := range k.nodes {
		if n.Allocatable.GPUs == 0 {
			continue
		}
		said = append(said, n.gpuWords())
		enough := n.closed(true) == "" && n.Allocatable.GPUs-n.Requested.GPUs >= wanted
		switch {
		case !enough:
		case len(r.Platforms) > 0 && n.model() == "":
			status = NotKnown
		case len(r.Platforms) == 0 || isOneOf(n.model(), r.Platforms):
			return k.hasGPU(needs, n)
		}
	}
	switch {
	case len(said) == 0:
		return Fails, needs + ", but no node has GPUs"
	case status == NotKnown:
		return NotKnown, needs + "; of which model they are is not known: " + theFirst(said)
	}
	return Fails, needs + ", but " + theFirst(said)
}

func (k *checker) hasGPU(needs string, n Node) (Status, string) {
	if k.cluster.RequestsUnknown {
		return NotKnown, needs + "; node " + n.Name + " has them, if they are free: this user may not read all Pods"
	}
	return Fits, needs + "; node " + n.Name + " has that"
}

func (n Node) gpuWords() string {
	words := fmt.Sprintf("node %s has %d of %s free", n.Name, max(n.Allocatable.GPUs-n.Requested.GPUs, 0), count(n.Allocatable.GPUs, "GPU"))
	if m := n.model(); m != "" {
		words += " (" + m + ")"
	}
	if why := n.closed(true); why != "" {
		words += " and " + why
	}
	return words
}

// model is the node's kind of GPU, or empty if no label tells.
func (n Node) model() string {
	for _, key := range modelLabels {
		if m := n.Labels[key]; m != "" {
			return m
		}
	}
	return ""
}

// isOneOf says whether a model is one of the platforms. Schemas name them as GKE does (nvidia-tesla-t4); a node's label
// may have other capitals, lack the maker, and go on after the model's name (Tesla-T4-SHARED, NVIDIA-A100-SXM4-40GB).
func isOneOf(model string, platforms []string) bool {
	m := bare(model) + "-"
	return slices.ContainsFunc(platforms, func(p string) bool { return strings.HasPrefix(m, bare(p)+"-") })
}

func bare(model string) string {
	m := strings.ToLower(strings.ReplaceAll(model, " ", "-"))
	return strings.TrimPrefix(strings.TrimPrefix(m, "nvidia-"), "tesla-")
}
