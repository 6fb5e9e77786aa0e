package verifier

import (
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// fail settles a step as failed and adds where its full evidence is.
func (r *run) fail(s *report.Step, f *event.Failure) {
	if f.Culprit != nil && f.Object != nil && *f.Culprit == *f.Object {
		f.Culprit = nil
	}
	f = r.logs.secrets.Failure(f)
	s.Verdict, s.Failure, s.Reason = report.Failed, f, headline(f)
	if log := r.fullLog(f); r.logs.folder != "" && (s.Name == StepInstall || s.Name == StepTest) {
		what := "Full log: "
		if log == eventsLog {
			what = "Events: "
		}
		f.Hint = joinSentences(f.Hint, what+r.logs.path(log))
	}
}

// fullLog is where the log is, or will be when the evidence is kept, that tells more of a failure.
func (r *run) fullLog(f *event.Failure) string {
	for _, who := range []*kube.Ref{f.Culprit, f.Object} {
		switch {
		case who == nil || who.Kind != "Pod" || f.Container == "":
		case r.deployment != nil && r.deployment.said[who.Name] != nil:
			return "testers/" + who.Name + ".log"
		case f.Container != provision.Container && len(f.Log) == 0: // it said nothing: it never ran
			return eventsLog
		case f.Container != provision.Container:
			return "pods/" + who.Name + "." + f.Container + ".log"
		}
	}
	return "deployer.log"
}

// headline is a failure in the few words that stand on the step's line and in the verdict. With a culprit, whose line
// stands below, it only says which object failed.
func headline(f *event.Failure) string {
	switch {
	case f.Object == nil || f.Culprit == nil || f.Stage == event.Hook:
		return f.Error()
	case f.Stage == StepInstall:
		return "the deployer failed"
	}
	return f.Object.String() + " is not ready"
}

func joinSentences(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// conclude gives the verdict over the settled steps, which the first failed one decides, and tells it.
func (r *run) conclude(spent time.Duration) {
	r.report.Verdict, r.report.Seconds = report.Passed, spent.Seconds()
	for _, s := range r.report.Steps {
		if s.Verdict == report.Failed {
			r.report.Verdict, r.report.FailedAt, r.report.Reason = report.Failed, s.Name, s.Reason
			break
		}
	}
	r.logs.report(r.report)
	r.options.Reporter.Finish(r.report)
}
