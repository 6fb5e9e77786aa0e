// Package ready waits until the objects of an app are ready, and says early, and why, if they never will be.
//
// It only watches: what the watches have shown is a world, rules per kind read from it how far each object is and
// what ails it, and a judge decides. Rules and judge are pure functions of the world and of the time; timers wake
// them when something has lasted long enough to be believed.
package ready

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// DefaultTimeout is how long an app may take to get ready.
const DefaultTimeout = 300 * time.Second

// Options of a wait.
type Options struct {
	// Namespace is the app's.
	Namespace string
	// Stage is the stage that failures name; event.Wait if empty.
	Stage string
	// Timeout ends the wait; DefaultTimeout if 0.
	Timeout time.Duration
	// Hold is how long everything has to stay ready.
	Hold time.Duration
	// Finish waits for Pods to succeed rather than to get ready: for testers.
	Finish bool
	// Trust takes objects that may not be watched as ready. Without it they are a failure.
	Trust bool
	// Waiting, if set, is called when what is waited for changes.
	Waiting func(ref kube.Ref, message string)
}

// variable is the environment variable that sets the timeout.
func (o Options) variable() string {
	if o.Finish {
		return "TESTER_TIMEOUT"
	}
	return "WAIT_FOR_READY_TIMEOUT"
}

// Wait returns when all objects are ready. The error is an *event.Failure with its evidence, or that of the context.
func Wait(ctx context.Context, c *kube.Client, objects []apply.Applied, o Options) error {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Stage == "" {
		o.Stage = event.Wait
	}
	targets := targetsOf(objects, o.Finish)
	if len(targets) == 0 {
		return nil
	}
	watching, stop := context.WithCancel(ctx)
	var watches sync.WaitGroup
	feeds := feedsFor(targets, c, o.Namespace)
	changes := make(chan change)
	for _, f := range feeds {
		watches.Go(func() { f.follow(watching, changes) })
	}
	w := waiter{options: o, judge: newJudge(targets), world: newWorld(feeds)}
	symptom, err := w.wait(ctx, changes)
	stop()
	watches.Wait()
	if err != nil || symptom == nil {
		return err
	}
	return symptom.withLog(ctx, c, o)
}

// waiter is the one goroutine that looks at the world.
type waiter struct {
	options Options
	judge   *judge
	world   *world
	said    string
}

// wait looks again after every change and whenever a timer says so, until there is a verdict: nil for ready.
func (w *waiter) wait(ctx context.Context, changes <-chan change) (*Symptom, error) {
	deadline := time.NewTimer(w.options.Timeout)
	defer deadline.Stop()
	wake := time.NewTimer(time.Hour)
	defer wake.Stop()
	var readySince time.Time
	for {
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-deadline.C:
			return w.judge.late(w.world, w.options), nil
		case c := <-changes:
			w.take(c, changes)
		case <-wake.C:
		}
		if !w.world.complete() {
			continue
		}
		v := w.judge.look(w.world, time.Now(), w.options.Trust)
		if v.failure != nil {
			return v.failure, nil
		}
		if v.ready {
			if readySince.IsZero() {
				readySince = time.Now()
			}
			left := w.options.Hold - time.Since(readySince)
			if left <= 0 {
				return nil, nil
			}
			wake.Reset(left)
			continue
		}
		readySince = time.Time{}
		w.say(v)
		if v.again > 0 {
			wake.Reset(v.again)
		}
	}
}

// take takes a change, and all others that wait already, so that a burst is looked at once.
func (w *waiter) take(c change, changes <-chan change) {
	for {
		w.world.take(c)
		select {
		case c = <-changes:
		default:
			return
		}
	}
}

func (w *waiter) say(v verdict) {
	words := v.waiting.String() + " " + v.message
	if w.options.Waiting == nil || words == w.said {
		return
	}
	w.said = words
	w.options.Waiting(v.waiting, v.message)
}

// target is an object that is waited for.
type target struct {
	ref      kube.Ref
	resource schema.GroupVersionResource
	cluster  bool
	rule     rule
	// workload says that the object runs Pods.
	workload bool
}

func targetsOf(objects []apply.Applied, finish bool) []target {
	var targets []target
	for _, o := range objects {
		ref := o.Ref()
		r := ruleFor(ref.GroupKind())
		if r == nil {
			continue
		}
		if finish && ref.GroupKind() == podKind {
			r = podFinished
		}
		targets = append(targets, target{ref: ref, resource: o.Resource.GroupVersionResource, cluster: !o.Resource.Namespaced,
			rule: r, workload: runsPods[ref.GroupKind()]})
	}
	return targets
}
