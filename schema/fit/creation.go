package fit

import (
	"fmt"

	"github.com/chandler-dev/chandler/schema"
)

// Creation says in a sentence what assistedClusterCreation means for a user who has no cluster yet: which one a
// marketplace makes (STRICT), or what the package says about making one (DISABLED). It is empty for nil.
func Creation(a *schema.AssistedClusterCreation) string {
	switch {
	case a == nil:
		return ""
	case a.Type == "STRICT":
		return fmt.Sprintf("a cluster made for this package is a GKE cluster with one node pool of %d %s of type %s",
			a.NumNodes, plural(int(a.NumNodes), "node"), a.MachineType)
	}
	return "no cluster is made for this package: " + a.Guidance
}
