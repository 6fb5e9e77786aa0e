package domain

import (
	"reflect"
	"slices"
)

// MergeKind says where the merged value of a parameter comes from.
type MergeKind string

// The kinds of merged parameters.
const (
	MergeSame     MergeKind = "same"     // default before and after, not set by the user
	MergeYours    MergeKind = "yours"    // set by the user, the default is as it was
	MergeDefault  MergeKind = "default"  // the new version has another default
	MergeNew      MergeKind = "new"      // the new version has a new parameter
	MergeGone     MergeKind = "gone"     // the new version has it no more; a value that was set is dropped
	MergeConflict MergeKind = "conflict" // set by the user, and the new version has another default: the user's stays
)

// Merged is one parameter of a three-way merge.
type Merged struct {
	Parameter string    `json:"parameter"`
	Kind      MergeKind `json:"kind"`
	// OldDefault and NewDefault are nil where there is none, Yours where the user set nothing.
	OldDefault any `json:"oldDefault,omitempty"`
	Yours      any `json:"yours,omitempty"`
	NewDefault any `json:"newDefault,omitempty"`
	Value      any `json:"value,omitempty" doc:"What the merge takes; absent if the parameter has no value"`
}

// Parameters are a version's parameters with their defaults; nil for those without.
type Parameters map[string]any

// Merge brings values that a user set for one version to another version: what the user set stays, what the user left at
// its default follows the new version's default. It gives the values to start from, which hold only what differs from
// the new defaults or was set by the user, and what became of every parameter, sorted by name.
func Merge(before Parameters, yours map[string]any, after Parameters) (map[string]any, []Merged) {
	values, list := map[string]any{}, []Merged{}
	for _, name := range names(before, yours, after) {
		m := merge(name, before, yours, after)
		_, given := yours[name]
		if m.Kind == MergeYours || m.Kind == MergeConflict || m.Kind == MergeSame && given {
			values[name] = m.Value
		}
		list = append(list, m)
	}
	return values, list
}

func merge(name string, before Parameters, yours map[string]any, after Parameters) Merged {
	old, was := before[name]
	now, is := after[name]
	set, given := yours[name]
	m := Merged{Parameter: name, OldDefault: old, NewDefault: now, Value: now}
	if given {
		m.Yours = set
	}
	changed := given && (!was || !equal(set, old)) // a value equal to its default was not decided for
	switch {
	case !is:
		m.Kind, m.Value = MergeGone, nil
	case changed && was && equal(old, now), changed && equal(set, now), changed && !was:
		m.Kind, m.Value = MergeYours, set
	case changed:
		m.Kind, m.Value = MergeConflict, set
	case !was:
		m.Kind = MergeNew
	case !equal(old, now):
		m.Kind = MergeDefault
	default:
		m.Kind = MergeSame
	}
	return m
}

// equal compares values as JSON has them: 1 is 1.0.
func equal(a, b any) bool {
	x, isX := number(a)
	y, isY := number(b)
	if isX && isY {
		return x == y
	}
	return reflect.DeepEqual(a, b)
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	}
	return 0, false
}

func names(maps ...map[string]any) []string {
	all := []string{}
	for _, m := range maps {
		for name := range m {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	return all
}
