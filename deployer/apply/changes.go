package apply

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Changes are the paths of the fields that an apply would change, such as spec.template.spec.containers[name=web].image;
// without their values, which may be secrets; of objects that are made anew those that cannot be changed. There are none for
// objects that are created.
func (p Planned) Changes() []string {
	if p.Action == Recreate {
		return p.Immutable
	}
	if p.Action != Change {
		return nil
	}
	return changes("", essence(p.Live), essence(p.Result))
}

func changes(path string, before, after any) []string {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	switch b := before.(type) {
	case map[string]any:
		if a, ok := after.(map[string]any); ok {
			return changesOfMap(path, b, a)
		}
	case []any:
		if a, ok := after.([]any); ok {
			return changesOfMap(path, byName(b), byName(a))
		}
	}
	return []string{path}
}

func changesOfMap(path string, before, after map[string]any) []string {
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	var found []string
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		inner := path + "." + key
		if path == "" || strings.HasPrefix(key, "[") {
			inner = path + key
		}
		found = append(found, changes(inner, before[key], after[key])...)
	}
	return found
}

// byName gives the items of a list by their names, where they have some, else by their numbers.
func byName(list []any) map[string]any {
	items := map[string]any{}
	for i, item := range list {
		key := fmt.Sprintf("[%d]", i)
		if m, ok := item.(map[string]any); ok {
			if name, ok := m["name"].(string); ok {
				key = "[name=" + name + "]"
			}
		}
		items[key] = item
	}
	return items
}
