package ready

import (
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// condition is one of an object's status.conditions. Nearly every kind has them in the same shape.
type condition struct {
	kind, status, reason, message string
	// stale says that its controller wrote it for an earlier generation of the object.
	stale bool
}

// words gives what a condition says of itself.
func (c condition) words() string {
	switch {
	case c.message != "":
		return c.message
	case c.reason != "":
		return c.reason
	}
	return c.kind + " is " + c.status
}

type conditions []condition

// conditionsOf reads the conditions of an object, or of any part of it that has some. What has another shape is left
// out.
func conditionsOf(o map[string]any, generation int64, path ...string) conditions {
	value, _, _ := unstructured.NestedFieldNoCopy(o, append(path, "conditions")...)
	list, _ := value.([]any)
	var found conditions
	for _, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			continue
		}
		c := condition{kind: text(m, "type"), status: text(m, "status"), reason: text(m, "reason"), message: strings.TrimSpace(text(m, "message"))}
		seen, known := whole(m["observedGeneration"])
		c.stale = known && seen < generation
		found = append(found, c)
	}
	return found
}

// statusConditions reads status.conditions.
func statusConditions(o *unstructured.Unstructured) conditions {
	return conditionsOf(o.Object, o.GetGeneration(), "status")
}

// find gives the condition of that type; there is false if the object has none.
func (cs conditions) find(kind string) (c condition, there bool) {
	for _, c := range cs {
		if c.kind == kind {
			return c, true
		}
	}
	return condition{}, false
}

// is says whether the condition is true of the object's present generation.
func (cs conditions) is(kind string) bool {
	c, there := cs.find(kind)
	return there && c.status == "True" && !c.stale
}

// unobserved says that the controller of an object has not seen its latest change: its status, and its Pods, are still
// those of before.
func unobserved(o *unstructured.Unstructured) bool {
	value, _, _ := unstructured.NestedFieldNoCopy(o.Object, "status", "observedGeneration")
	seen, known := whole(value)
	return known && seen < o.GetGeneration()
}

// whole reads a whole number. Some controllers write it as text.
func whole(value any) (int64, bool) {
	switch n := value.(type) {
	case int64:
		return n, true
	case float64:
		return int64(n), true
	case string:
		parsed, err := strconv.ParseInt(n, 10, 64)
		return parsed, err == nil
	}
	return 0, false
}

// text reads a field that is text; empty if it is anything else, or missing.
func text(o map[string]any, path ...string) string {
	value, _, _ := unstructured.NestedFieldNoCopy(o, path...)
	s, _ := value.(string)
	return s
}
