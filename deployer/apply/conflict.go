package apply

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Conflict is a field that someone else has set, and that an apply sets to another value.
type Conflict struct {
	// Manager is who set it, as the server knows them: kubectl-edit, for example. Field is its path: .data.colour.
	Manager, Field string
}

// conflicts are the fields of others that are not theirs any more in the result: a forced apply has taken them.
func conflicts(live, result *unstructured.Unstructured) []Conflict {
	after := owned(result)
	var found []Conflict
	for manager, fields := range owned(live) {
		if manager == FieldManager {
			continue
		}
		lost := fields
		if left := after[manager]; left != nil {
			lost = fields.Difference(left)
		}
		lost.Leaves().Iterate(func(p fieldpath.Path) {
			if !strings.HasPrefix(p.String(), ".status") {
				found = append(found, Conflict{Manager: manager, Field: p.String()})
			}
		})
	}
	slices.SortFunc(found, func(a, b Conflict) int {
		return strings.Compare(a.Manager+" "+a.Field, b.Manager+" "+b.Field)
	})
	return found
}

// owned gives the fields of an object by who has set them. Fields that cannot be read are left out.
func owned(o *unstructured.Unstructured) map[string]*fieldpath.Set {
	found := map[string]*fieldpath.Set{}
	for _, entry := range o.GetManagedFields() {
		set := fieldsOf(entry)
		if set == nil {
			continue
		}
		if more := found[entry.Manager]; more != nil {
			set = set.Union(more)
		}
		found[entry.Manager] = set
	}
	return found
}

func fieldsOf(entry metav1.ManagedFieldsEntry) *fieldpath.Set {
	if entry.FieldsV1 == nil {
		return nil
	}
	set := &fieldpath.Set{}
	if err := set.FromJSON(entry.FieldsV1.GetRawReader()); err != nil {
		return nil
	}
	return set
}

// leaveToAutoscaler takes the number of replicas out of an object if something scales the live one: a
// HorizontalPodAutoscaler, or a person with kubectl scale. The number it has found would be lost otherwise.
func leaveToAutoscaler(o, live *unstructured.Unstructured) {
	if live == nil {
		return
	}
	for _, entry := range live.GetManagedFields() {
		if entry.Subresource != "scale" {
			continue
		}
		if set := fieldsOf(entry); set != nil && set.Has(fieldpath.MakePathOrDie("spec", "replicas")) {
			unstructured.RemoveNestedField(o.Object, "spec", "replicas")
			return
		}
	}
}
