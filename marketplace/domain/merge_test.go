package domain

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMergeOfEachKind(t *testing.T) {
	type set = map[string]any
	for _, test := range []struct {
		name                string
		before, yours, then set
		want                Merged
		values              set
	}{
		{"left at its default, which stays", set{"a": 1}, set{}, set{"a": 1}, Merged{Kind: MergeSame, OldDefault: 1, NewDefault: 1, Value: 1}, set{}},
		{"left at its default, which changes", set{"a": 1}, set{}, set{"a": 2}, Merged{Kind: MergeDefault, OldDefault: 1, NewDefault: 2, Value: 2}, set{}},
		{"written as its default, which changes", set{"a": 1}, set{"a": 1.0}, set{"a": 2}, Merged{Kind: MergeDefault, OldDefault: 1, Yours: 1.0, NewDefault: 2, Value: 2}, set{}},
		{"written as its default, which stays", set{"a": 1}, set{"a": 1.0}, set{"a": 1}, Merged{Kind: MergeSame, OldDefault: 1, Yours: 1.0, NewDefault: 1, Value: 1}, set{"a": 1}},
		{"set, and the default stays", set{"a": 1}, set{"a": 5}, set{"a": 1}, Merged{Kind: MergeYours, OldDefault: 1, Yours: 5, NewDefault: 1, Value: 5}, set{"a": 5}},
		{"set, and the default changes", set{"a": 1}, set{"a": 5}, set{"a": 2}, Merged{Kind: MergeConflict, OldDefault: 1, Yours: 5, NewDefault: 2, Value: 5}, set{"a": 5}},
		{"set to what becomes the default", set{"a": 1}, set{"a": 2}, set{"a": 2}, Merged{Kind: MergeYours, OldDefault: 1, Yours: 2, NewDefault: 2, Value: 2}, set{"a": 2}},
		{"new", set{}, set{}, set{"a": 2}, Merged{Kind: MergeNew, NewDefault: 2, Value: 2}, set{}},
		{"new, without a default", set{}, set{}, set{"a": nil}, Merged{Kind: MergeNew}, set{}},
		{"gone", set{"a": 1}, set{"a": 5}, set{}, Merged{Kind: MergeGone, OldDefault: 1, Yours: 5}, set{}},
		{"set where there was no default", set{"a": nil}, set{"a": "x"}, set{"a": nil}, Merged{Kind: MergeYours, Yours: "x", Value: "x"}, set{"a": "x"}},
		{"set where a default comes", set{"a": nil}, set{"a": "x"}, set{"a": "y"}, Merged{Kind: MergeConflict, Yours: "x", NewDefault: "y", Value: "x"}, set{"a": "x"}},
		{"false is a value", set{"a": true}, set{"a": false}, set{"a": true}, Merged{Kind: MergeYours, OldDefault: true, Yours: false, NewDefault: true, Value: false}, set{"a": false}},
		{"lists are compared whole", set{"a": []any{1.0}}, set{"a": []any{1.0}}, set{"a": []any{2.0}},
			Merged{Kind: MergeDefault, OldDefault: []any{1.0}, Yours: []any{1.0}, NewDefault: []any{2.0}, Value: []any{2.0}}, set{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			values, list := Merge(test.before, test.yours, test.then)
			test.want.Parameter = "a"
			if diff := cmp.Diff([]Merged{test.want}, list) + cmp.Diff(test.values, values); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMergeProperties(t *testing.T) {
	draw := rapid.MapOf(rapid.SampledFrom([]string{"a", "b", "c", "d"}), rapid.OneOf(rapid.Just[any](nil), rapid.Just[any](1.0), rapid.Just[any](2), rapid.Just[any]("x"), rapid.Just[any](false)))
	rapid.Check(t, func(t *rapid.T) {
		before, yours, after := draw.Draw(t, "before"), draw.Draw(t, "yours"), draw.Draw(t, "after")
		values, list := Merge(before, yours, after)
		names := make([]string, len(list))
		for i, m := range list {
			names[i] = m.Parameter
			_, is := after[m.Parameter]
			value, taken := values[m.Parameter]
			if taken && (!is || !equal(value, yours[m.Parameter])) {
				t.Fatalf("%+v: a value that the user did not set, or for nothing: %v", m, value)
			}
			if is && !taken && !equal(m.Value, after[m.Parameter]) {
				t.Fatalf("%+v follows neither the user nor the new default", m)
			}
		}
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Fatalf("parameters %v", names)
		}
		for _, given := range []map[string]any{before, yours, after} {
			for name := range given {
				if !slices.Contains(names, name) {
					t.Fatalf("%s is missing in %v", name, names)
				}
			}
		}
		again, _ := Merge(after, values, after)
		if diff := cmp.Diff(values, again); diff != "" {
			t.Fatalf("merged once more it is something else: %s", diff)
		}
	})
}
