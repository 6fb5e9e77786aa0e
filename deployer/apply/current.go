package apply

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// isCurrent says that an apply of the object would change nothing of the live one, neither values nor who has set them,
// so that the server need not be asked: the fields that were applied last are exactly those of the object, and have its
// values. It says no whenever it cannot tell, as it knows no schemas. Objects are as the API decodes them: whole numbers
// are int64.
func isCurrent(o, live *unstructured.Unstructured) bool {
	if live == nil || live.GetDeletionTimestamp() != nil || live.GetAPIVersion() != o.GetAPIVersion() {
		return false
	}
	var ours map[string]any
	var others []map[string]any
	for _, entry := range live.GetManagedFields() {
		set, ok := readFields(entry)
		switch mine := entry.Manager == FieldManager && entry.Operation == metav1.ManagedFieldsOperationApply && entry.Subresource == ""; {
		case !ok, mine && (ours != nil || entry.APIVersion != o.GetAPIVersion()):
			return false
		case mine:
			ours = set
		default:
			others = append(others, set)
		}
	}
	return ours != nil && matches(ours, others, appliedPart(o), live.Object)
}

// readFields reads the fields of an entry in their serialised form, in which f: is a field, k: an item of a list by its
// keys, v: one by its value, and a dot the thing itself.
func readFields(entry metav1.ManagedFieldsEntry) (map[string]any, bool) {
	if entry.FieldsV1 == nil {
		return nil, false
	}
	var set map[string]any
	err := json.NewDecoder(entry.FieldsV1.GetRawReader()).Decode(&set)
	return set, err == nil
}

// appliedPart is what of an object gets a manager: all but what names it.
func appliedPart(o *unstructured.Unstructured) map[string]any {
	part := maps.Clone(o.Object)
	delete(part, "apiVersion")
	delete(part, "kind")
	metadata, _ := part["metadata"].(map[string]any)
	metadata = maps.Clone(metadata)
	delete(metadata, "name")
	delete(metadata, "namespace")
	delete(part, "metadata")
	if len(metadata) > 0 {
		part["metadata"] = metadata
	}
	return part
}

// matches says that fields are exactly those of want, and that live has the values of want in them.
func matches(fields map[string]any, others []map[string]any, want, live any) bool {
	if !hasInner(fields) {
		return reflect.DeepEqual(want, live) && want != nil && (isEmpty(want) || !anyInner(others))
	}
	switch w := want.(type) {
	case map[string]any:
		l, ok := live.(map[string]any)
		return ok && matchesMap(fields, others, w, l)
	case []any:
		l, ok := live.([]any)
		return ok && matchesList(fields, others, w, l)
	}
	return false
}

func matchesMap(fields map[string]any, others []map[string]any, want, live map[string]any) bool {
	if countInner(fields) != len(want) {
		return false
	}
	for key, value := range want {
		inner, ok := fields["f:"+key].(map[string]any)
		if !ok || !matches(inner, below("f:"+key, others), value, live[key]) {
			return false
		}
	}
	return true
}

// matchesList compares lists whose items have an identity. Their order counts, too.
func matchesList(fields map[string]any, others []map[string]any, want, live []any) bool {
	if countInner(fields) != len(want) {
		return false
	}
	used, next := map[string]bool{}, 0
	for _, item := range want {
		element, i := findItem(fields, item, live)
		if element == "" || used[element] || i < next {
			return false
		}
		inner, _ := fields[element].(map[string]any)
		if !matches(inner, below(element, others), item, live[i]) {
			return false
		}
		used[element], next = true, i+1
	}
	return true
}

// findItem finds which element of fields an item of a list is, and where it is in the live list.
func findItem(fields map[string]any, item any, live []any) (element string, index int) {
	for candidate := range fields {
		keys, ok := identity(candidate)
		if !ok || !fits(item, keys, true) {
			continue
		}
		if element != "" {
			return "", 0
		}
		element = candidate
	}
	keys, ok := identity(element)
	for i, l := range live {
		if ok && fits(l, keys, false) {
			return element, i
		}
	}
	return "", 0
}

// identity reads an element: the keys of an item, or its value.
func identity(element string) (any, bool) {
	if len(element) < 2 || element[:2] != "k:" && element[:2] != "v:" {
		return nil, false
	}
	var value any
	err := utiljson.Unmarshal([]byte(element[2:]), &value)
	return value, err == nil
}

// fits says whether an item is the one of an identity. lenient lets keys be missing which have defaults, such as the
// protocol of a port: had they been given, they would be among the fields.
func fits(item, identity any, lenient bool) bool {
	keys, ok := identity.(map[string]any)
	if !ok {
		return reflect.DeepEqual(item, identity)
	}
	m, ok := item.(map[string]any)
	for key, value := range keys {
		given, there := m[key]
		if there && !reflect.DeepEqual(given, value) || !there && !lenient {
			return false
		}
	}
	return ok
}

func below(element string, sets []map[string]any) []map[string]any {
	var inner []map[string]any
	for _, set := range sets {
		if m, ok := set[element].(map[string]any); ok {
			inner = append(inner, m)
		}
	}
	return inner
}

func hasInner(fields map[string]any) bool { return countInner(fields) > 0 }

func anyInner(sets []map[string]any) bool {
	for _, set := range sets {
		if hasInner(set) {
			return true
		}
	}
	return false
}

func countInner(fields map[string]any) (n int) {
	for element := range fields {
		if strings.Contains(element, ":") {
			n++
		}
	}
	return n
}

func isEmpty(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return true
}
