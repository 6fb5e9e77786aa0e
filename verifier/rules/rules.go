// Package rules holds what is asked of a package beyond that it works: one rule a file, each with a code (CH2xx) that
// never changes. Rules look at rendered objects and reach no cluster.
package rules

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

// Subject is the package that is looked at, rendered as for a verification.
type Subject struct {
	// Application is the Application among App; Hooks run at their moments, Testers after the app is ready.
	Application         *unstructured.Unstructured
	App, Hooks, Testers []*unstructured.Unstructured
	// ClusterScoped says whether a kind lives outside of namespaces.
	ClusterScoped func(*unstructured.Unstructured) bool
}

// Rule is one thing that is asked of a package.
type Rule struct {
	// Code identifies the rule, Title says what it asks.
	Code, Title string
	Severity    schema.Severity
	find        func(Subject) []finding
}

// finding is one breach of a rule: in which object, what is wrong, what to do.
type finding struct {
	object        *unstructured.Unstructured
	message, hint string
}

// All gives the rules in the order of their codes.
func All() []Rule {
	all := []Rule{imageReferences, ownedByApplication, clusterScoped, testerKinds, componentGroups, memoryLimits}
	slices.SortFunc(all, func(a, b Rule) int { return compare(a.Code, b.Code) })
	return all
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Check holds the subject to all rules.
func Check(s Subject) schema.Problems {
	var out schema.Problems
	for _, rule := range All() {
		for _, f := range rule.find(s) {
			out = append(out, schema.Problem{Code: rule.Code, Severity: rule.Severity, File: kube.RefOf(f.object).String(), Message: f.message, Hint: f.hint})
		}
	}
	return out
}
