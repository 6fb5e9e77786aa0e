package verifier

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// run is one verification or install on its way. Its fields are filled in by the steps, in their order.
type run struct {
	options Options
	mode    provision.Mode
	report  *report.Report
	logs    *logs

	name, namespace string
	pkg             *deployer.Package
	unreadable      error // why there is no pkg
	baseline        func() (*baseline, error)
	image           Image
	set             *provision.Set
	made            bool // something stands on the cluster
	follower        *follower
	deployment      *deployment
	removal         *inventory.Difference // nil until the removal was judged

	ignoreConstraints bool                 // of an install
	noHooks, atOnce   bool                 // of an uninstall
	ranHooks          bool                 // of those that the app has for its removal
	kinds             []inventory.Resource // in which an uninstall looks
	revision          *revision
	progress          func(Progress) // nil if nobody listens
}

// Progress is one thing that a run does or waits for. Values of parameters are not in it, but what a deployer of another
// make prints may be.
type Progress struct {
	// Stage is the run's step, or the deployer's stage within it.
	Stage string
	// Object is what it is about; nil if about nothing in particular.
	Object  *kube.Ref
	Message string
}

func (r *run) tell(p Progress) {
	if r.progress != nil {
		p.Message = r.logs.secrets.Text(p.Message)
		r.progress(p)
	}
}

// stepFunc does the work of a step and fills in what it did. An event.Failure is the answer no; any other error means
// that there is no answer.
type stepFunc func(ctx context.Context, s *report.Step) error

func newRun(o Options, name, namespace string) (*run, error) {
	if o.Reporter == nil {
		o.Reporter = report.Discard{}
	}
	o.WaitTimeout = orElse(o.WaitTimeout, 600*time.Second)
	o.RemoveTimeout = orElse(o.RemoveTimeout, 120*time.Second)
	l, err := openLogs(o.Logs)
	if err != nil {
		return nil, err
	}
	r := &run{options: o, mode: provision.Verify, logs: l, name: name, namespace: namespace}
	r.report = &report.Report{
		Package: o.Source.Name, Flavour: o.Source.Flavour, Logs: o.Logs, Application: r.name, Namespace: r.namespace,
		Cluster: report.Cluster{Name: o.Target.Name, Server: o.Target.Client.Config.Host, About: o.Target.About},
	}
	return r, nil
}

func orElse(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// randomID makes an id of n characters that is good in the name of a namespace.
func randomID(n int) (string, error) {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	bytes := make([]byte, n)
	if _, err := rand.Read(bytes); err != nil {
		return "", fmt.Errorf("make a random name: %w", err)
	}
	for i, b := range bytes {
		bytes[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(bytes), nil
}

// step runs one step and reports it; passed says whether the next one makes sense.
func (r *run) step(ctx context.Context, name string, do stepFunc) (passed bool, err error) {
	r.options.Reporter.Begin(name)
	r.tell(Progress{Stage: name})
	began := time.Now()
	s := &report.Step{Name: name, Verdict: report.Passed}
	err = do(ctx, s)
	s.Seconds = time.Since(began).Seconds()
	var failure *event.Failure
	if errors.As(err, &failure) && ctx.Err() == nil {
		r.fail(s, failure)
		err = nil
	}
	if err != nil {
		s.Verdict, s.Reason = report.Skipped, "not finished"
		if ctx.Err() != nil {
			s.Reason, err = "interrupted", context.Cause(ctx)
		}
	}
	r.report.Steps = append(r.report.Steps, s)
	r.options.Reporter.End(s)
	return s.Verdict == report.Passed || s.Verdict == report.Skipped && err == nil, err
}

// namedStep is a step with its name.
type namedStep struct {
	name string
	do   stepFunc
}

// runAll runs steps until one fails; those after it are skipped.
func (r *run) runAll(ctx context.Context, steps ...namedStep) error {
	failed := false
	for _, s := range steps {
		if failed {
			r.skip(s.name, "not run")
			continue
		}
		passed, err := r.step(ctx, s.name, s.do)
		if err != nil {
			return err
		}
		failed = !passed
	}
	return nil
}

// failedSoFar says whether a step has failed.
func (r *run) failedSoFar() bool {
	for _, s := range r.report.Steps {
		if s.Verdict == report.Failed {
			return true
		}
	}
	return false
}

// skip reports a step that is not run.
func (r *run) skip(name, why string) {
	s := &report.Step{Name: name, Verdict: report.Skipped, Reason: why}
	r.report.Steps = append(r.report.Steps, s)
	r.options.Reporter.End(s)
}

// waiting tells what a step waits for.
func (r *run) waiting(step string, what string) {
	what = r.logs.secrets.Text(what)
	r.options.Reporter.Waiting(step, what)
	r.tell(Progress{Stage: step, Message: what})
}

// relay tells what the deployer told.
func (r *run) relay(step string, e event.Event) {
	r.options.Reporter.Waiting(step, r.logs.secrets.Text(inWords(e)))
	r.tell(Progress{Stage: e.Stage, Object: e.Ref, Message: e.Message})
}

// environment is where generated values come from.
func (r *run) environment() schema.Environment {
	return schema.Environment{Rand: rand.Reader, Now: time.Now(), CertificateNames: schema.CertificateNames(r.name, r.namespace)}
}
