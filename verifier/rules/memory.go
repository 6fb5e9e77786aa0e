package rules

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// memoryLimits: a container without one takes the node's other apps with it when it leaks.
var memoryLimits = Rule{
	Code: "CH214", Title: "containers of the app have a memory limit", Severity: schema.Warning,
	find: func(s Subject) []finding {
		var out []finding
		for _, o := range s.App {
			for _, c := range containersOf(o) {
				if _, limited, _ := unstructured.NestedFieldNoCopy(c.spec, "resources", "limits", "memory"); !limited && !c.init {
					out = append(out, finding{o, fmt.Sprintf("no memory limit on container %s", c.name), "Set resources.limits.memory."})
				}
			}
		}
		return out
	},
}
