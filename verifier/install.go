package verifier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// errDeployerTime ends the following of a deployer that runs for too long.
var errDeployerTime = errors.New("the deployer's time is over")

// lastLines is how many lines of a foreign deployer's log are shown as evidence.
const lastLines = 10

// deployment is what is known of the deployer's run.
type deployment struct {
	stop    func()
	applied []kube.Ref
	testers []kube.Ref
	result  string         // of the testers, in the deployer's words
	spoke   bool           // it tells events
	waited  bool           // the app was found ready
	warned  []string       // of what it did in another way than the package has it
	pruned  string         // what it did about earlier versions' objects, in its words
	failure *event.Failure // it told
	ended   *ending
	lines   []string            // the last ones that are not events
	said    map[string][]string // the last lines of each tester
	doing   string              // what it was last said to wait for
}

// install starts the deployer and listens until the app is ready, or until the deployer ends if it tells no events.
func (r *run) install(ctx context.Context, s *report.Step) error {
	r.startDeployer(ctx)
	err := r.listen(StepInstall, func(d *deployment) bool { return d.waited })
	d := r.deployment
	s.Objects, s.Notes = report.Objects("applied", d.applied...), append(s.Notes, d.warned...)
	if err != nil {
		return err
	}
	switch {
	case d.waited:
		s.Objects = report.Objects("ready", d.applied...)
		s.Summary = count(len(d.applied), "object") + " applied, all ready"
	case d.spoke:
		s.Summary = count(len(d.applied), "object") + " applied"
	default:
		s.Summary = "the deployer ended with exit code 0"
	}
	return nil
}

// startDeployer makes the Job and follows it in the background, until r.deployment.stop is called.
func (r *run) startDeployer(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.WaitTimeout, errDeployerTime)
	f := newFollower(r.options.Target.Client, r.set.Job, r.logs.file("deployer.log"))
	start := func(ctx context.Context) (*unstructured.Unstructured, error) { return r.apply(ctx, r.set.Job) }
	if r.revision != nil {
		f.heed, start = true, r.startOnce
	}
	go f.run(ctx, start)
	r.follower = f
	r.deployment = &deployment{said: map[string][]string{}, stop: func() {
		cancel()
		for range f.updates { // until it is closed, which is the last thing that run does
		}
	}}
}

// listen takes updates until enough says so or the deployer has ended.
func (r *run) listen(step string, enough func(*deployment) bool) error {
	d := r.deployment
	for u := range r.follower.updates {
		switch {
		case u.waiting != "":
			d.doing = u.waiting
			r.waiting(step, u.waiting)
		case u.line != "":
			d.lines = appendLast(d.lines, u.line)
			r.waiting(step, u.line)
		case u.event != nil:
			r.heard(step, *u.event)
		case u.failure != nil:
			return u.failure
		case u.err != nil:
			return r.interrupted(step, u.err)
		case u.ended != nil:
			d.ended = u.ended
			return d.verdict(r)
		}
		if enough(d) {
			return nil
		}
	}
	return errors.New("nobody follows the deployer any more") // its last update was taken before
}

// heard takes in what the deployer told.
func (r *run) heard(step string, e event.Event) {
	d := r.deployment
	d.spoke = true
	switch {
	case e.Kind == event.Failed && e.Failure != nil:
		d.failure = e.Failure
	case e.Kind == event.Log && e.Ref != nil:
		r.testerSaid(step, e)
	case e.Kind == event.Warning:
		d.warned = append(d.warned, inWords(e))
	case e.Kind == event.End && e.Stage == event.Apply:
		d.applied = e.Objects
	case e.Kind == event.End && e.Stage == event.Wait:
		d.waited = true
	case e.Kind == event.End && e.Stage == event.Prune:
		d.pruned = e.Message
	case e.Kind == event.End && e.Stage == event.Test:
		d.testers, d.result = e.Objects, e.Message
	case e.Kind == event.Begin, e.Kind == event.Waiting:
		d.doing = inWords(e)
		r.relay(step, e)
	}
}

// testerSaid takes in a line of a tester's log: it is shown while the tester runs, and kept.
func (r *run) testerSaid(step string, e event.Event) {
	name, line, source := e.Ref.Name, e.Message, e.Ref.Name
	if e.Source != "" && e.Source != name { // one of several containers, in one file
		source, line = e.Source, e.Source+": "+e.Message
	}
	r.deployment.said[name] = appendLast(r.deployment.said[name], line)
	r.logs.line("testers/"+name+".log", line)
	r.waiting(step, source+": "+e.Message)
}

// inWords is an event in a few words.
func inWords(e event.Event) string {
	switch {
	case e.Message == "":
		return e.Stage
	case e.Ref == nil:
		return e.Message
	}
	return e.Ref.String() + ": " + e.Message
}

// verdict judges a deployer that has ended.
func (d *deployment) verdict(r *run) error {
	if d.failure != nil {
		return d.withLog(d.failure)
	}
	if d.ended.exitCode == 0 {
		return nil
	}
	job := kube.RefOf(r.set.Job)
	f := &event.Failure{
		Stage: StepInstall, Object: &job, Culprit: &d.ended.pod, Container: provision.Container, ExitCode: &d.ended.exitCode, Reason: d.ended.reason,
		Message: fmt.Sprintf("the deployer exited with code %d", d.ended.exitCode), Log: d.lines, Hint: "The deployer's own words say why.",
	}
	if len(f.Log) == 0 && d.ended.message != "" {
		f.Log = strings.Split(strings.TrimSpace(d.ended.message), "\n")
	}
	if d.ended.reason == "StartError" || d.ended.reason == "ContainerCannotRun" {
		f.Message, f.Log = "the deployer could not be started: "+d.ended.message, nil
		f.Hint = fmt.Sprintf("A deployer image has a program at %s, or is made with `chandler package`.", r.mode)
	}
	return f
}

// withLog adds to a failed tester its last words, where the failure does not have them already.
func (d *deployment) withLog(f *event.Failure) *event.Failure {
	if len(f.Log) == 0 && f.Object != nil {
		f.Log = d.said[f.Object.Name]
	}
	return f
}

// appendLast appends a line and keeps the last ones.
func appendLast(lines []string, line string) []string {
	return append(lines[max(0, len(lines)-lastLines+1):], line)
}

// interrupted says what the end of the following means: the deployer was too slow, or nobody can say.
func (r *run) interrupted(step string, err error) error {
	if !errors.Is(err, errDeployerTime) {
		return err
	}
	job := kube.RefOf(r.set.Job)
	return &event.Failure{
		Stage: step, Object: &job, Reason: "Timeout", Log: r.deployment.lines,
		Message: fmt.Sprintf("the deployer has not ended after %s; last it waited for: %s", r.options.WaitTimeout.Round(time.Second), r.deployment.doing),
		Hint:    "Give it more time with --timeout if it only is slow.",
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
