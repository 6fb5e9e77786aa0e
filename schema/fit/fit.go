// Package fit holds the clusterConstraints of a schema against the description of a cluster: does the package fit onto
// it, and what is missing if not. It knows of no API server; who has one describes it as a Cluster.
//
// No answer is a guess. "fits" and "fails" are said only where they are certain for the cluster as it was described;
// everything else is "unknown". So more room never turns fits into fails.
package fit

import (
	"strings"

	"github.com/chandler-dev/chandler/schema"
)

// Status is the answer to one constraint.
type Status string

// The answers. NotKnown is for what the description of the cluster does not tell.
const (
	Fits     Status = "fits"
	Fails    Status = "fails"
	NotKnown Status = "unknown"
)

// root is where constraints stand in schema.yaml.
const root = "x-google-marketplace.clusterConstraints."

// Finding is what came out for one constraint.
type Finding struct {
	// Constraint is its path in schema.yaml: x-google-marketplace.clusterConstraints.resources[0]. The path of
	// resources as a whole stands for all entries together, where there are several.
	Constraint string `json:"constraint"`
	// Line and Column are its place in schema.yaml, from 1; 0 if it is not known.
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Status Status `json:"status"`
	// Message is a sentence for people: what is needed, what there is, and what is missing.
	Message string `json:"message"`
}

// Name is the constraint's path below clusterConstraints: resources[0].
func (f Finding) Name() string { return strings.TrimPrefix(f.Constraint, root) }

// Failing gives the findings that fail.
func Failing(all []Finding) []Finding {
	var out []Finding
	for _, f := range all {
		if f.Status == Fails {
			out = append(out, f)
		}
	}
	return out
}

// Check holds constraints against a cluster. There is one finding for each constraint that is declared, in the order
// k8sVersion, resources, istio, gcp.nodes.requiredOauthScopes; nil constraints have none. assistedClusterCreation asks
// nothing of a cluster that is there: see Creation. The order of the cluster's nodes does not matter.
func Check(c *schema.Constraints, cluster Cluster) []Finding {
	if c == nil {
		return nil
	}
	k := checker{constraints: c, cluster: cluster, nodes: inOrder(cluster.Nodes)}
	k.version()
	k.resources()
	k.istio()
	k.scopes()
	return k.findings
}

// checker collects findings.
type checker struct {
	constraints *schema.Constraints
	cluster     Cluster
	nodes       []Node // of cluster, in an order that does not depend on the given one
	findings    []Finding
}

func (k *checker) add(name string, status Status, message string) {
	line, column := k.constraints.Place(name)
	k.findings = append(k.findings, Finding{Constraint: root + name, Line: line, Column: column, Status: status, Message: message})
}
