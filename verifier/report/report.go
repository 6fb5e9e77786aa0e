// Package report is what a verification, an install or an uninstall tells: its result as data, and its look on a
// terminal, in a log and as JSON.
package report

import (
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema/fit"
	problems "github.com/chandler-dev/chandler/schema/report"
)

// Verdict is the answer of a run or of one of its steps.
type Verdict string

// The verdicts. Only a step can be skipped.
const (
	Passed  Verdict = "PASSED"
	Failed  Verdict = "FAILED"
	Skipped Verdict = "SKIPPED"
)

// Report is the result of one run. Its JSON form is what `--output json` prints and what report.json holds.
type Report struct {
	Package       string  `json:"package"`
	Version       string  `json:"version,omitempty"`
	Flavour       string  `json:"flavour,omitempty"`
	SchemaVersion string  `json:"schemaVersion,omitempty"`
	Images        int     `json:"images"`
	Cluster       Cluster `json:"cluster"`
	// Application and Namespace are the name of the app on the cluster and where it was put.
	Application string  `json:"application,omitempty"`
	Namespace   string  `json:"namespace,omitempty"`
	Verdict     Verdict `json:"verdict"`
	// Outcome is what a PASSED verdict means where it is no verification, for people: "installed web in namespace shop".
	Outcome string `json:"outcome,omitempty"`
	// Seconds is the wall time of the whole run, Step.Seconds of one step.
	Seconds float64 `json:"seconds"`
	// FailedAt is the name of the step that decided a FAILED verdict, Reason its reason in one line.
	FailedAt string `json:"failedAt,omitempty"`
	Reason   string `json:"reason,omitempty"`
	// Logs is the folder of this run's logs; empty if none are kept.
	Logs string `json:"logs,omitempty"`
	// Constraints are what came out for each constraint of the package on this cluster; empty if it has none.
	Constraints []fit.Finding `json:"constraints,omitempty"`
	Steps       []*Step       `json:"steps"`
}

// Cluster is where the run happened.
type Cluster struct {
	Name   string `json:"name"`
	Server string `json:"server,omitempty"`
	// About is a word about it for people: "Kubernetes 1.36.3, 1 node, already running".
	About string `json:"about,omitempty"`
}

// Step is one step of a run.
type Step struct {
	Name    string  `json:"name"`
	Verdict Verdict `json:"verdict"`
	Seconds float64 `json:"seconds"`
	// Reason says in one line why the step failed or was skipped, Summary what it did.
	Reason  string   `json:"reason"`
	Summary string   `json:"summary,omitempty"`
	Objects []Object `json:"objects"`
	// Notes are lines that go below the step: warnings, what is kept.
	Notes   []string       `json:"notes,omitempty"`
	Failure *event.Failure `json:"failure,omitempty"`
	// Problems are what lint found. Those that are errors are shown below the step.
	Problems []problems.Problem `json:"problems,omitempty"`
	// Sources are the schema files that problems are shown with.
	Sources problems.Sources `json:"-"`
}

// Object is what became of one object in a step.
type Object struct {
	kube.Ref
	// Status is a word: created, applied, ready, passed, failed, gone, left, kept.
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
}

// Step returns the step of that name, or nil.
func (r *Report) Step(name string) *Step {
	for _, s := range r.Steps {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Objects turns references into objects that all have the same status.
func Objects(status string, refs ...kube.Ref) []Object {
	out := make([]Object, 0, len(refs))
	for _, r := range refs {
		out = append(out, Object{Ref: r, Status: status})
	}
	return out
}
