// Package test runs the testers of a package: Pods and Jobs that prove that the installed app works.
package test

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
)

// DefaultTimeout is how long a tester may take.
const DefaultTimeout = 300 * time.Second

// parallel is how many testers run at once.
const parallel = 8

// Options of a test run.
type Options struct {
	// Namespace is the app's.
	Namespace string
	// Timeout is for each tester, from its own start; DefaultTimeout if 0.
	Timeout time.Duration
	// Waiting, if set, is called when what is waited for changes. Calls may overlap.
	Waiting func(ref kube.Ref, message string)
	// Unknown, if set, is told of the fields of a tester that the server does not know, which are left out. Calls may overlap.
	Unknown func(ref kube.Ref, fields []string)
	// Log, if set, gets every line of the testers' logs as it is written. Calls may overlap.
	Log func(Line)
}

func (o Options) ofApply() apply.Options {
	return apply.Options{Namespace: o.Namespace, Waiting: o.Waiting, Unknown: o.Unknown}
}

// Line is a line of a tester's log.
type Line struct {
	Tester kube.Ref
	// Source tells the line from those of others: the tester's name, or that of its Pod, and if that has several, of the
	// container. It is empty where there is only one container.
	Source string
	Text   string
}

// Run makes what belongs to the tests (accounts, configuration), then runs the Pods and Jobs among the testers in their
// order, and gives those that passed. After a failure those that are under way are waited for, and no others begin. The
// error is the *event.Failure of the first tester that failed, or that of the context.
func Run(ctx context.Context, c *kube.Client, testers []*unstructured.Unstructured, o Options) ([]kube.Ref, error) {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if err := removeEarlier(ctx, c, testers, o); err != nil {
		return nil, err
	}
	var running, around []*unstructured.Unstructured
	for _, t := range testers {
		if runs(t) {
			running = append(running, t)
		} else {
			around = append(around, t)
		}
	}
	if _, err := apply.Apply(ctx, c, around, o.ofApply()); err != nil {
		return nil, ofTest(err)
	}
	r := &runner{client: c, options: o, alone: len(running) == 1}
	for _, group := range inOrder(running) {
		if err := r.group(ctx, group); err != nil {
			return r.passed, err
		}
	}
	return r.passed, nil
}

// runs says whether an object is a tester that runs and ends.
func runs(o *unstructured.Unstructured) bool {
	gvk := o.GroupVersionKind()
	return gvk.Group == "" && gvk.Kind == "Pod" || gvk.Group == "batch" && gvk.Kind == "Job"
}

// ofTest makes a failure to apply one of the tests.
func ofTest(err error) error {
	var f *event.Failure
	if errors.As(err, &f) {
		f.Stage = event.Test
	}
	return err
}

type runner struct {
	client  *kube.Client
	options Options
	alone   bool
	passed  []kube.Ref
}

// group runs testers at once, all to their end. The error is that of the first that failed.
func (r *runner) group(ctx context.Context, testers []*unstructured.Unstructured) error {
	results := make([]error, len(testers))
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, t := range testers {
		group.Go(func() error {
			results[i] = r.one(ctx, t)
			return nil // the others run on: all of them are reported
		})
	}
	_ = group.Wait()
	var first error
	for i, t := range testers {
		if results[i] == nil {
			ref := kube.RefOf(t)
			ref.Namespace = r.options.Namespace
			r.passed = append(r.passed, ref)
		} else if first == nil {
			first = results[i]
		}
	}
	return first
}

// one runs a tester to its end, and tells its log meanwhile.
func (r *runner) one(ctx context.Context, tester *unstructured.Unstructured) error {
	o := r.options
	applied, err := apply.Apply(ctx, r.client, []*unstructured.Unstructured{tester}, o.ofApply())
	if err != nil {
		return ofTest(err)
	}
	tell := o.Log
	if tell == nil {
		tell = func(Line) {}
	}
	f := follow(ctx, r.client, applied[0], r.alone, tell)
	err = ready.Wait(ctx, r.client, applied, ready.Options{Namespace: o.Namespace, Stage: event.Test, Timeout: o.Timeout, Finish: true, Waiting: o.Waiting})
	f.end(ctx)
	return withLog(err, f)
}

// withLog gives the failure of a tester its last lines, where the cluster has them no more.
func withLog(err error, f *follower) error {
	var failure *event.Failure
	if errors.As(err, &failure) && len(failure.Log) == 0 {
		last := f.last(failure.Container)
		failure.Log = last[max(0, len(last)-evidence):]
	}
	return err
}

// evidence is how many lines of a log a failure shows.
const evidence = 10
