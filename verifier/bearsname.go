package verifier

import (
	"cmp"

	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// labelInstance is what charts tell their releases apart by, where LabelName is the chart's own name.
const labelInstance = "app.kubernetes.io/instance"

// bearsName tells whether an object is an app's by its labels. An app may be called as its chart is; what
// other releases of that chart have made bears the same name then, and says whose it is by its instance.
func bearsName(i inventory.Item, name string) bool {
	labels := i.Meta.Labels
	return labels[provision.LabelName] == name && cmp.Or(labels[labelInstance], name) == name
}
