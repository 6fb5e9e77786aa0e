package rules

import (
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// componentGroups: nearly every published package writes an apiVersion there. It works, since kinds are matched by name
// alone, but other tools for Applications find nothing by it.
var componentGroups = Rule{
	Code: "CH205", Title: "componentKinds names groups, not versions", Severity: schema.Warning,
	find: func(s Subject) []finding {
		if s.Application == nil {
			return nil
		}
		var wrong, right []string
		list, _, _ := unstructured.NestedSlice(s.Application.Object, "spec", "componentKinds")
		for _, item := range list {
			entry, _ := item.(map[string]any)
			group, _ := entry["group"].(string)
			kind, _ := entry["kind"].(string)
			if namesVersion(group) {
				wrong = append(wrong, fmt.Sprintf("%s for %s", group, kind))
				right = append(right, fmt.Sprintf("{group: %q, kind: %s}", groupOf(s, group, kind), kind))
			}
		}
		if len(wrong) == 0 {
			return nil
		}
		return []finding{{s.Application, "componentKinds has versions where groups are wanted: " + strings.Join(wrong, ", "),
			"Write " + strings.Join(right, ", ") + "."}}
	},
}

// apiVersions is how Kubernetes names versions.
var apiVersions = regexp.MustCompile(`^v[0-9]+((alpha|beta)[0-9]+)?$`)

func namesVersion(group string) bool {
	return strings.Contains(group, "/") || apiVersions.MatchString(group)
}

// groupOf gives the group of a kind: that of the package's own objects, else what stands before the version.
func groupOf(s Subject, written, kind string) string {
	for _, o := range s.App {
		if o.GetKind() == kind {
			return o.GroupVersionKind().Group
		}
	}
	group, _, found := strings.Cut(written, "/")
	if !found {
		return ""
	}
	return group
}
