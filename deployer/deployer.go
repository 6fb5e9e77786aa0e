package deployer

import (
	"context"
	"errors"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/lock"
	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

// Options of a run.
type Options struct {
	// Client is the cluster.
	Client  *kube.Client
	Package *Package
	Mode    Mode
	// Given are the parameters; nil means those mounted into the package's files.
	Given map[string]any
	// Places says where Given stand in what was read, for what is wrong with them; may be zero.
	Places schema.Places
	// Bare is set where nothing was made for the deployer before it was started; it needs Given.
	Bare *Bare
	// Pod is the one that this runs in; empty outside of one.
	Pod types.NamespacedName
	// ReadyTimeout is how long the app may take to get ready, TesterTimeout how long each tester may run; the defaults
	// of the packages ready and test if 0.
	ReadyTimeout, TesterTimeout time.Duration
	// Hold is how long the app must stay ready; 0 is not at all.
	Hold time.Duration
	// Recreate lets objects be deleted and made anew that change in a field that cannot be changed; see apply.Options.
	Recreate bool
	// NoWait ends an installation when everything is applied, as the reference's deployer does.
	NoWait bool
	// Warnings, if set, are those of Client, which are told as events.
	Warnings *Warnings
	// Emit gets every event of the run, one at a time; may be nil.
	Emit func(event.Event)
}

// Run deploys a package: it applies its objects, waits until they are ready, in Verify runs its testers, and keeps
// the assembly phase of the Application, which must be there. Conditions and Events of the Application tell the same in
// words. All the while it holds the app's lock. The error is an *event.Failure, which was emitted, too. No value of a
// parameter is in what is told.
func Run(ctx context.Context, o Options) error {
	r := &run{Options: o, stage: event.Expand}
	o.Warnings.hear(func(text string) { r.emit(event.Event{Kind: event.Warning, Message: text}) })
	defer o.Warnings.hear(nil)
	err := r.connect(ctx)
	if err == nil {
		err = r.stages(ctx)
	}
	if err == nil {
		return nil
	}
	f := r.secrets.Failure(r.failure(ctx, err))
	r.fail(ctx, f)
	r.emit(event.Event{Kind: event.Failed, Message: f.Error(), Ref: f.Object, Failure: f})
	return f
}

// run is one run of a deployer.
type run struct {
	Options
	*draft
	application *live
	recorder    *recorder
	lock        *lock.Lock
	// secrets takes the values of parameters out of all that is told, from when they are known.
	secrets *redact.Redactor
	owners  Owners
	applied []apply.Applied
	// stage is the one that runs, ended what it has to say at its end.
	stage string
	ended event.Event
	mutex sync.Mutex
}

// connect makes the client one that lives with faults of the API server, and says so when it has to.
func (r *run) connect(ctx context.Context) (err error) {
	r.Client, err = r.Client.Patient(ctx, func(why string) {
		r.waiting(kube.Ref{Kind: "Cluster", Name: r.Client.Config.Host}, why)
	})
	return err
}

func (r *run) stages(ctx context.Context) error {
	if err := r.do(ctx, event.Expand, r.expand); err != nil {
		return err
	}
	locked := r.lock.Hold(ctx)
	stages := []struct {
		name string
		do   func(context.Context) error
	}{
		{event.Render, r.render}, {event.Label, r.label}, {event.Own, r.own}, {event.Check, r.check},
		{event.Apply, r.apply}, {event.Wait, r.wait}, {event.Prune, r.prune}, {event.Test, r.test},
	}
	for _, s := range stages {
		if r.skips(s.name) {
			continue
		}
		if err := r.do(locked, s.name, s.do); err != nil {
			return err
		}
	}
	r.lock.Release(ctx) // while there still is an account to do it with
	return r.do(ctx, Cleanup, r.cleanup)
}

// do runs a stage.
func (r *run) do(ctx context.Context, name string, stage func(context.Context) error) error {
	r.stage, r.ended = name, event.Event{}
	r.emit(event.Event{Kind: event.Begin})
	r.begins(ctx, name)
	if err := stage(ctx); err != nil {
		if ctx.Err() != nil { // whatever a stage makes of its end
			return context.Cause(ctx)
		}
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.ends(ctx, name)
	r.ended.Kind = event.End
	r.emit(r.ended)
	return nil
}

// fail marks the Application as failed, unless another deployer is at work on it, and lets go of it.
func (r *run) fail(ctx context.Context, f *event.Failure) {
	if r.lock == nil || r.lock.Lost() != nil {
		return
	}
	limit := failTimeout
	if ctx.Err() != nil {
		limit = stopTimeout
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	r.fails(ctx, f)
	r.lock.Release(ctx)
}

// skips says which stages a mode does without. A verification begins in a namespace of its own, where there is nothing
// to prune.
func (r *run) skips(stage string) bool {
	switch stage {
	case event.Wait:
		return r.Mode == Install && r.NoWait
	case event.Prune:
		return r.Mode == Verify
	case event.Test:
		return r.Mode == Install
	}
	return false
}

func (r *run) emit(e event.Event) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	e.Time, e.Stage = time.Now().UTC(), r.stage
	e.Message = r.secrets.Text(e.Message)
	if r.Emit != nil {
		r.Emit(e)
	}
}

func (r *run) waiting(ref kube.Ref, message string) {
	r.emit(event.Event{Kind: event.Waiting, Ref: &ref, Message: message})
}

// unknown warns of fields that the cluster does not know. Calls may overlap.
func (r *run) unknown(ref kube.Ref, fields []string) {
	r.emit(event.Event{Kind: event.Warning, Ref: &ref, Message: apply.LeftOut(fields)})
}

// failure makes any error of a stage the failure of the run.
func (r *run) failure(ctx context.Context, err error) *event.Failure {
	var f *event.Failure
	var problems schema.Problems
	switch {
	case ctx.Err() != nil:
		return &event.Failure{Stage: r.stage, Reason: "Interrupted", Message: "stopped: " + context.Cause(ctx).Error(),
			Hint: "Run the deployer again: it goes on where it stopped."}
	case errors.As(err, &f):
	case errors.As(err, &problems) && len(problems) > 0:
		problems = r.Places.Locate(problems)
		f = &event.Failure{Message: problems.Error(), Reason: problems[0].Code, Hint: problems[0].Hint}
	default:
		f = &event.Failure{Message: err.Error()}
	}
	if f.Stage == "" {
		f.Stage = r.stage
	}
	return f
}
