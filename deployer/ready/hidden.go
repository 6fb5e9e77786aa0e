package ready

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// mostHidden is how many resources are named that cannot be looked through.
const mostHidden = 6

// hidden says which resources cannot be looked through for what the app's objects own, Kubernetes' own first; it is empty
// if all can.
func (w *world) hidden() string {
	var found []schema.GroupResource
	for f, seen := range w.seen {
		if f.partial() && (!seen || w.denied[f] != nil) {
			found = append(found, f.resource.GroupResource())
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.SortFunc(found, func(a, b schema.GroupResource) int {
		if settled[a.Group] != settled[b.Group] {
			if settled[a.Group] {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.String(), b.String())
	})
	var names []string
	for _, r := range found[:min(len(found), mostHidden)] {
		names = append(names, r.String())
	}
	words := "whether the app's objects own any of these could not be seen: " + strings.Join(names, ", ")
	if more := len(found) - len(names); more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return words
}
