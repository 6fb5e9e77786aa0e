package rules

import "github.com/chandler-dev/chandler/schema"

// testerKinds: the reference toolkit waits for Pods only, so that a Job that fails passes there.
var testerKinds = Rule{
	Code: "CH204", Title: "testers that run are Pods", Severity: schema.Warning,
	find: func(s Subject) []finding {
		var out []finding
		for _, o := range s.Testers {
			if podSpecs[o.GetKind()] != nil && o.GetKind() != "Pod" {
				out = append(out, finding{o, "a tester that is not a Pod is not waited for by other marketplaces", "Make it a Pod with restartPolicy: Never."})
			}
		}
		return out
	},
}
