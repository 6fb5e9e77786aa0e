// Package ready waits until the objects of an app are ready, and says early, and why, if they never will be.
//
// It only watches: what the watches have shown is a world, rules per kind read from it how far each object is and
// what ails it, and a judge decides. Rules and judge are pure functions of the world and of the time; timers wake
// them when something has lasted long enough to be believed.
package ready

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// DefaultTimeout is how long an app may take to get ready.
const DefaultTimeout = 300 * time.Second

// DefaultHold is how long an app has to stay ready.
const DefaultHold = 2 * time.Second

// Options of a wait.
type Options struct {
	// Namespace is the app's.
	Namespace string
	// Stage is the stage that failures name; event.Wait if empty.
	Stage string
	// Timeout ends the wait; DefaultTimeout if 0.
	Timeout time.Duration
	// Hold is how long everything has to stay ready; 0 is not at all.
	Hold time.Duration
	// Finish waits for Pods to succeed rather than to get ready: for testers.
	Finish bool
	// Trust takes objects that may not be watched as ready. Without it they are a failure.
	Trust bool
	// Waiting, if set, is called when what is waited for changes.
	Waiting func(ref kube.Ref, message string)
	// Hidden, if set, is called once at the end with a sentence if there are resources that cannot be looked through for
	// what the objects own.
	Hidden func(message string)
}

// variable is the environment variable that sets the timeout.
func (o Options) variable() string {
	if o.Stage == event.Test {
		return "TESTER_TIMEOUT"
	}
	return "WAIT_FOR_READY_TIMEOUT"
}

func (o Options) goal() string {
	if o.Finish {
		return "finished"
	}
	return "ready"
}

// Wait returns when all objects are ready. The error is an *event.Failure with its evidence, or that of the context.
func Wait(ctx context.Context, c *kube.Client, objects []apply.Applied, o Options) error {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Stage == "" {
		o.Stage = event.Wait
	}
	targets := mutes(c, targetsOf(objects, o.Finish))
	if len(targets) == 0 {
		return nil
	}
	watch := observe(ctx, c, o.Namespace, targets)
	defer watch.close()
	w := waiter{options: o, judge: newJudge(targets), observer: watch}
	if !o.Finish {
		w.judge.family = familyOf(c, objects, targets)
		watch.add(w.judge.family.feeds(c, o.Namespace))
	}
	symptom, err := w.wait(ctx)
	if err != nil {
		return err
	}
	if hidden := watch.world.hidden(); hidden != "" && o.Hidden != nil {
		o.Hidden(hidden)
	}
	if symptom == nil {
		return nil
	}
	return symptom.withLog(ctx, c, o)
}
