package test

import (
	"maps"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The annotations that put testers in order, the first that is there. Helm gives its test hooks the former.
var weightAnnotations = []string{"helm.sh/hook-weight", "chandler.dev/test-weight"}

// inOrder puts testers into groups that run one after the other, by weight. Those of one weight run at once; without
// an annotation, or with one that is no whole number, the weight is 0, as in Helm.
func inOrder(testers []*unstructured.Unstructured) [][]*unstructured.Unstructured {
	byWeight := map[int][]*unstructured.Unstructured{}
	for _, t := range testers {
		byWeight[weight(t)] = append(byWeight[weight(t)], t)
	}
	var groups [][]*unstructured.Unstructured
	for _, w := range slices.Sorted(maps.Keys(byWeight)) {
		groups = append(groups, byWeight[w])
	}
	return groups
}

func weight(o *unstructured.Unstructured) int {
	for _, name := range weightAnnotations {
		if text, given := o.GetAnnotations()[name]; given {
			n, err := strconv.Atoi(text)
			if err != nil {
				return 0
			}
			return n
		}
	}
	return 0
}
