package hooks

import (
	"cmp"
	"slices"

	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

// At gives the hooks of a moment in the order in which they run: by weight, then by kind in Helm's order of
// installation, then by name.
func At(all []Hook, m Moment) []Hook {
	var found []Hook
	for _, h := range all {
		if slices.Contains(h.Moments, m) {
			found = append(found, h)
		}
	}
	slices.SortStableFunc(found, func(a, b Hook) int {
		return cmp.Or(cmp.Compare(a.Weight, b.Weight), byKind(a.Object.GetKind(), b.Object.GetKind()), cmp.Compare(a.Object.GetName(), b.Object.GetName()))
	})
	return found
}

// byKind compares kinds. Those that Helm has no place for come last, by their names.
func byKind(a, b string) int {
	first, second := slices.Index(releaseutil.InstallOrder, a), slices.Index(releaseutil.InstallOrder, b)
	switch {
	case first < 0 && second < 0:
		return cmp.Compare(a, b)
	case first < 0:
		return 1
	case second < 0:
		return -1
	}
	return cmp.Compare(first, second)
}
