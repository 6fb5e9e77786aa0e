package fit

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Cluster is what constraints are held against. Its zero value is a cluster of which nothing is known but that it has
// no nodes.
type Cluster struct {
	// Version is the API server's, such as v1.33.5-gke.100; empty if it is not known.
	Version string
	// Provider is where the nodes come from, as their provider ids begin: gce, aws, azure, kind; empty if it is not known.
	Provider string
	Nodes    []Node
	// NodesUnknown says that the nodes could not be read; Nodes is empty then.
	NodesUnknown bool
	// RequestsUnknown says that the Pods could not be read: Node.Requested is zero then, and room is at most what is
	// allocatable.
	RequestsUnknown bool
	// Istio says whether Istio runs in the cluster.
	Istio Presence
}

// Presence says whether something is there.
type Presence string

// The presences. Unknown is the zero value.
const (
	Unknown Presence = ""
	Present Presence = "present"
	Absent  Presence = "absent"
)

// Node is one node of a cluster.
type Node struct {
	Name string
	// Allocatable is the room for Pods, Requested what the Pods on the node request of it.
	Allocatable, Requested Room
	Labels                 map[string]string
	// Cordoned says that the node was closed for new Pods (spec.unschedulable).
	Cordoned bool
	Taints   []Taint
	// OAuthScopes are those of the node's Google Cloud account; nil if they are not known.
	OAuthScopes []string
}

// Room is an amount of what Pods take up. CPU is in cores and Memory in bytes, as quantities; GPUs is a number of
// nvidia.com/gpu.
type Room struct {
	CPU, Memory resource.Quantity
	GPUs        int64
}

// Taint keeps Pods off a node that do not tolerate it. Effect is NoSchedule, PreferNoSchedule or NoExecute.
type Taint struct {
	Key, Value, Effect string
}

// closed says why a node takes no new Pods, or is empty. What the Pods of an app tolerate is not known; only the taint
// of GPU nodes is, for Pods that ask for GPUs, as providers give them that toleration.
func (n Node) closed(forGPUs bool) string {
	if n.Cordoned {
		return "is cordoned"
	}
	for _, t := range n.Taints {
		if t.Effect == "PreferNoSchedule" || forGPUs && t.Key == gpuResource {
			continue
		}
		return "has the taint " + t.String()
	}
	return ""
}

// String is the taint as kubectl writes it: key=value:effect.
func (t Taint) String() string {
	return strings.TrimSuffix(t.Key+"="+t.Value, "=") + ":" + t.Effect
}
