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
	// Timeout is for each tester; DefaultTimeout if 0.
	Timeout time.Duration
	// Waiting, if set, is called when what is waited for changes. Calls may overlap.
	Waiting func(ref kube.Ref, message string)
	// Log, if set, gets every line of the testers' logs, one tester after the other.
	Log func(ref kube.Ref, line string)
}

// Run applies the testers, waits until all Pods and Jobs among them have ended, and gives those that passed. What else
// belongs to the tests (accounts, configuration) is applied with them. The error is the *event.Failure of the first
// tester that failed, in their order, or that of the context.
func Run(ctx context.Context, c *kube.Client, testers []*unstructured.Unstructured, o Options) ([]kube.Ref, error) {
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if err := removeEarlier(ctx, c, testers, o); err != nil {
		return nil, err
	}
	applied, err := apply.Apply(ctx, c, testers, apply.Options{Namespace: o.Namespace, Waiting: o.Waiting})
	if err != nil {
		var f *event.Failure
		if errors.As(err, &f) {
			f.Stage = event.Test
		}
		return nil, err
	}
	var running []apply.Applied
	for _, a := range applied {
		if runs(a.Unstructured) {
			running = append(running, a)
		}
	}
	return finish(ctx, c, running, o)
}

// runs says whether an object is a tester that runs and ends.
func runs(o *unstructured.Unstructured) bool {
	gvk := o.GroupVersionKind()
	return gvk.Group == "" && gvk.Kind == "Pod" || gvk.Group == "batch" && gvk.Kind == "Job"
}

func finish(ctx context.Context, c *kube.Client, running []apply.Applied, o Options) ([]kube.Ref, error) {
	results := make([]error, len(running))
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, a := range running {
		group.Go(func() error {
			results[i] = ready.Wait(ctx, c, []apply.Applied{a}, ready.Options{Namespace: o.Namespace, Stage: event.Test,
				Timeout: o.Timeout, Finish: true, Waiting: o.Waiting})
			return nil // the others run on: all of them are reported
		})
	}
	_ = group.Wait()
	var passed []kube.Ref
	var first error
	for i, a := range running {
		collect(context.WithoutCancel(ctx), c, a, o)
		if results[i] == nil {
			passed = append(passed, a.Ref())
		} else if first == nil {
			first = results[i]
		}
	}
	return passed, first
}
