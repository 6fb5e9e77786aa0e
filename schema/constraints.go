package schema

import (
	"fmt"
	"strings"
)

// Constraints are what a package wants of a cluster: x-google-marketplace.clusterConstraints.
type Constraints struct {
	// KubernetesVersion is a range of semantic versions for ParseVersionRange, as it was written. It is empty where YAML
	// reads it as something else than text: then nobody can say what was meant, and Parse has warned of it.
	KubernetesVersion string
	Resources         []ResourceConstraint
	// Istio is OPTIONAL, REQUIRED, UNSUPPORTED or empty.
	Istio string
	// OAuthScopes are those that nodes must have (gcp.nodes.requiredOauthScopes).
	OAuthScopes             []string
	AssistedClusterCreation *AssistedClusterCreation

	places map[string]position
}

// Place gives line and column (from 1) of a constraint in schema.yaml by its path below clusterConstraints: k8sVersion,
// resources, resources[0], istio or gcp.nodes.requiredOauthScopes. Both are 0 if it is not there.
func (c *Constraints) Place(path string) (line, column int) {
	at := c.places[path]
	return at.line, at.column
}

// note keeps the place of a key for Place.
func (c *Constraints) note(n *node, key, path string) {
	if n.get(key) != nil {
		c.places[path] = n.keyAt(key)
	}
}

// ResourceConstraint asks for nodes that can hold replicas of a size.
type ResourceConstraint struct {
	// Replicas is 0 if the schema does not say: one.
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

// GPURequest is a number of GPUs of some kinds, on one node.
type GPURequest struct {
	// Limits is the number of GPUs; 0 if the schema does not say: one.
	Limits int64
	// Platforms are the models that will do, such as nvidia-tesla-t4; without any all do.
	Platforms []string
}

// The types of simpleNodeAffinity, for ResourceConstraint.Affinity.
const (
	// OneNodePerReplica asks for as many nodes as replicas.
	OneNodePerReplica = "REQUIRE_ONE_NODE_PER_REPLICA"
	// MinimumNodeCount asks for a number of nodes that together hold the replicas.
	MinimumNodeCount = "REQUIRE_MINIMUM_NODE_COUNT"
)

// The values of Constraints.Istio.
const (
	IstioOptional    = "OPTIONAL"
	IstioRequired    = "REQUIRED"
	IstioUnsupported = "UNSUPPORTED"
)

const constraintsPath = "x-google-marketplace.clusterConstraints"

func (r *reader) constraints(x *node) *Constraints {
	n := r.mapAt(x, "clusterConstraints", constraintsPath)
	if n == nil {
		return nil
	}
	r.known(n, constraintsPath, constraintsPath)
	c := &Constraints{KubernetesVersion: r.kubernetesVersion(n), places: map[string]position{}}
	for _, key := range []string{"k8sVersion", "resources", "istio"} {
		c.note(n, key, key)
	}
	r.resources(n, c)
	c.Istio = r.istio(n)
	c.OAuthScopes = r.scopes(n)
	c.note(n.get("gcp").get("nodes"), "requiredOauthScopes", "gcp.nodes.requiredOauthScopes")
	c.AssistedClusterCreation = r.assistedCreation(n)
	return c
}

// kubernetesVersion reads the range of versions. The reference takes anything for it.
func (r *reader) kubernetesVersion(n *node) string {
	v := n.get("k8sVersion")
	if v == nil {
		return ""
	}
	switch text := v.scalar.(type) {
	case string:
		if _, err := ParseVersionRange(text); err != nil {
			r.warn(v.position, CodeVersionRange, "k8sVersion "+err.Error(), "write a range such as >=1.30 or \">=1.30 <1.34\"")
		}
		return text
	case float64:
		r.warn(v.position, CodeVersionRange, "YAML reads k8sVersion as the number "+textOf(text)+", in which a zero at the end is lost: 1.30 is 1.3", "write it in quotes, as a range: \">=1.30\"")
	default:
		r.warn(v.position, CodeVersionRange, "k8sVersion is a range of versions, but this is "+v.describe(), "write it in quotes: \">=1.30\"")
	}
	return ""
}

func (r *reader) resources(n *node, c *Constraints) {
	gpus := 0
	for i, item := range r.mapsAt(n, "resources", constraintsPath+".resources") {
		short := fmt.Sprintf("resources[%d]", i)
		c.places[short] = item.position
		resource := r.resource(item, constraintsPath+"."+short)
		if resource.GPUs != nil {
			if gpus++; gpus == 2 {
				r.fault(item.position, CodeConstraint, "at most one request may include GPUs", "")
			}
		}
		c.Resources = append(c.Resources, resource)
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
	case IstioOptional, IstioRequired, IstioUnsupported:
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
