package fit

import (
	"slices"
	"strings"
)

const (
	scopePrefix = "https://www.googleapis.com/auth/"
	// everyScope is the scope that stands for all of Google Cloud.
	everyScope = scopePrefix + "cloud-platform"
	google     = "gce"
)

func (k *checker) scopes() {
	const name = "gcp.nodes.requiredOauthScopes"
	if len(k.constraints.OAuthScopes) == 0 {
		return
	}
	needs := "needs nodes with the OAuth " + plural(len(k.constraints.OAuthScopes), "scope") + " " + shortScopes(k.constraints.OAuthScopes)
	if p := k.cluster.Provider; p != "" && p != google {
		k.add(name, NotKnown, needs+", which only nodes in Google Cloud have; these are of "+p)
		return
	}
	unknown := k.cluster.NodesUnknown || len(k.nodes) == 0
	for _, n := range k.nodes {
		if n.OAuthScopes == nil {
			unknown = true
			continue
		}
		if missing := lacking(n.OAuthScopes, k.constraints.OAuthScopes); len(missing) > 0 {
			k.add(name, Fails, needs+", but node "+n.Name+" lacks "+shortScopes(missing))
			return
		}
	}
	if unknown {
		k.add(name, NotKnown, needs+"; which scopes nodes have is not known to Kubernetes: look at their node pool")
		return
	}
	k.add(name, Fits, needs+"; all nodes have them")
}

// lacking gives the scopes of want that are not in have.
func lacking(have, want []string) []string {
	if slices.Contains(have, everyScope) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(want), func(s string) bool { return slices.Contains(have, s) })
}

// shortScopes writes scopes without what all of them begin with.
func shortScopes(scopes []string) string {
	short := make([]string, 0, len(scopes))
	for _, s := range scopes {
		short = append(short, strings.TrimPrefix(s, scopePrefix))
	}
	return strings.Join(short, ", ")
}
