package rules

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// ownedByApplication: what the Application does not own stays when the app is deleted. Whether it does is judged when
// the app is removed; the warning comes earlier and costs nothing.
var ownedByApplication = Rule{
	Code: "CH202", Title: "the Application owns what is in its namespace", Severity: schema.Warning,
	find: func(s Subject) []finding {
		var out []finding
		for _, o := range s.App {
			if o == s.Application || o.GetKind() == "Application" || s.ClusterScoped(o) || kept(o) || len(o.GetOwnerReferences()) > 0 {
				continue
			}
			out = append(out, finding{o, "it is left behind when the app is deleted: its kind is not in the Application's componentKinds",
				fmt.Sprintf("Add {group: %q, kind: %s} to spec.componentKinds.", o.GroupVersionKind().Group, o.GetKind())})
		}
		return out
	},
}

// clusterScoped: nothing in a namespace can own what is outside.
var clusterScoped = Rule{
	Code: "CH203", Title: "no cluster-scoped objects among the manifests", Severity: schema.Warning,
	find: func(s Subject) []finding {
		var out []finding
		for _, o := range s.App {
			if s.ClusterScoped(o) && !kept(o) {
				out = append(out, finding{o, "it is cluster-scoped: the Application cannot own it, and it stays when the app is deleted",
					"Let schema.yaml declare the roles of its service accounts, or have the app remove it."})
			}
		}
		return out
	},
}

// kept says whether the object is meant to outlive its app.
func kept(o *unstructured.Unstructured) bool {
	return o.GetKind() == "PersistentVolumeClaim" || o.GetAnnotations()["helm.sh/resource-policy"] == "keep"
}
