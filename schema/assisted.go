package schema

import (
	"strconv"
	"strings"
)

// AssistedClusterCreation says how a marketplace may make a cluster for the package.
type AssistedClusterCreation struct {
	// Type is DISABLED or STRICT.
	Type string
	// Guidance is what to tell the user if it is DISABLED.
	Guidance string
	// NumNodes and MachineType are the one node pool if it is STRICT: how many nodes of which type of machine.
	NumNodes    int64
	MachineType string
}

const assistedPath = constraintsPath + ".assistedClusterCreation"

func (r *reader) assistedCreation(constraints *node) *AssistedClusterCreation {
	n := r.mapAt(constraints, "assistedClusterCreation", assistedPath)
	if n == nil {
		return nil
	}
	r.known(n, assistedPath, assistedPath)
	a := &AssistedClusterCreation{
		Type:     r.wordsAt(n, "type", assistedPath+".type"),
		Guidance: r.wordsAt(n, "creationGuidance", assistedPath+".creationGuidance"),
	}
	switch a.Type {
	case "DISABLED":
		if a.Guidance == "" {
			r.fault(n.position, CodeConstraint, "assistedClusterCreation.creationGuidance must be specified when assistedClusterCreation.type is DISABLED", "")
		}
		r.idle(n, "gke", a.Type)
	case "STRICT":
		r.nodePool(a, n)
		r.idle(n, "creationGuidance", a.Type)
	default:
		r.fault(n.keyAt("type"), CodeConstraint, "assistedClusterCreation.type must be one of DISABLED, STRICT", "")
	}
	return a
}

// idle warns of a key that belongs to the other type.
func (r *reader) idle(n *node, key, kind string) {
	if n.get(key) != nil {
		r.warn(n.keyAt(key), CodeNoEffect, "assistedClusterCreation."+key+" has no effect when its type is "+kind, "")
	}
}

func (r *reader) nodePool(a *AssistedClusterCreation, n *node) {
	const path = assistedPath + ".gke.nodePool"
	gke := r.mapAt(n, "gke", assistedPath+".gke")
	if !gke.truthy() {
		r.fault(n.position, CodeConstraint, "assistedClusterCreation.gke must be specified when assistedClusterCreation.type is STRICT", "")
		return
	}
	pools := r.mapsAt(gke, "nodePool", path)
	if len(pools) != 1 {
		r.fault(gke.keyAt("nodePool"), CodeConstraint, "gke.nodePool is a list of exactly one node pool", "")
		return
	}
	pool := pools[0]
	r.known(pool, path, path+"[]")
	for _, key := range []string{"numNodes", "machineType"} {
		if !pool.get(key).truthy() {
			r.fault(pool.position, CodeConstraint, path+" must have "+key, "")
		}
	}
	a.NumNodes = r.countAt(pool, "numNodes", path+".numNodes")
	a.MachineType = r.wordsAt(pool, "machineType", path+".machineType")
	if fault := customMachine(a.MachineType); fault != "" {
		r.fault(pool.keyAt("machineType"), CodeConstraint, fault, "")
	}
}

// customMachine says what is wrong with the name of a custom machine type, such as n2-custom-4-8192.
func customMachine(name string) string {
	if !strings.Contains(name, "custom-") {
		return ""
	}
	parts := strings.Split(name, "-")
	if len(parts) < 3 {
		return "custom machine types are written custom-[NUMBER_OF_CPUS]-[NUMBER_OF_MB]"
	}
	cores, err := strconv.Atoi(parts[len(parts)-2])
	if err != nil || cores != 1 && cores%2 != 0 {
		return "the number of cores of a custom machine type is 1 or even"
	}
	return ""
}
