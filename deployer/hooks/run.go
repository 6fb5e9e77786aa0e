package hooks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Options of a run.
type Options struct {
	// Namespace is the app's.
	Namespace string
	// Timeout is for each hook that runs; that of the package ready if 0.
	Timeout time.Duration
	// Ownerless leaves the owners of the hooks' objects out: for the time when they are gone.
	Ownerless bool
	// Waiting, if set, is called when what is waited for changes; Log with the lines of a hook's log, if its policy is
	// that these are told. Calls do not overlap.
	Waiting, Log func(ref kube.Ref, message string)
	// Unknown, if set, is told of the fields of an object that the server does not know, which are left out.
	Unknown func(ref kube.Ref, fields []string)
}

// Run runs the hooks of a moment, one after the other: it deletes what is there of an earlier run, applies the object,
// and waits until it has finished if it is a Job or a Pod. The first that fails ends it. What is to be deleted
// according to the policies is deleted at the end. The result names the hooks that have succeeded, in their order. The
// error is an *event.Failure that names the hook, or that of the context.
func Run(ctx context.Context, c *kube.Client, all []Hook, m Moment, o Options) ([]kube.Ref, error) {
	r := runner{client: c, moment: m, options: o}
	list := At(all, m)
	var done []kube.Ref
	for i, h := range list {
		if err := r.run(ctx, h); err != nil {
			r.tidy(ctx, []Hook{h}, Failed)
			r.tidy(ctx, list[:i], Succeeded)
			return done, r.failure(ctx, h, err)
		}
		done = append(done, h.ref())
	}
	if h, err := r.delete(ctx, list, Succeeded); err != nil {
		return done, r.failure(ctx, h, err)
	}
	return done, nil
}

type runner struct {
	client  *kube.Client
	moment  Moment
	options Options
}

func (r runner) run(ctx context.Context, h Hook) error {
	r.waiting(h.ref(), "runs")
	if err := r.clear(ctx, h); err != nil {
		return err
	}
	object := h.Object.DeepCopy()
	if r.options.Ownerless {
		object.SetOwnerReferences(nil)
	}
	applied, err := apply.Apply(ctx, r.client, []*unstructured.Unstructured{object}, apply.Options{Namespace: r.options.Namespace, Waiting: r.waiting,
		Unknown: r.options.Unknown})
	if err != nil || !h.runs() {
		return err
	}
	err = ready.Wait(ctx, r.client, applied, ready.Options{Namespace: r.options.Namespace, Stage: event.Hook, Timeout: r.options.Timeout, Finish: true, Waiting: r.waiting})
	r.log(context.WithoutCancel(ctx), h, err)
	return err
}

// clear deletes what is there of an earlier run. Jobs and Pods would not run again otherwise, whatever their policy.
func (r runner) clear(ctx context.Context, h Hook) error {
	if apply.Keeps(h.Object) || !h.runs() && !slices.Contains(h.Delete, BeforeCreation) {
		return nil
	}
	return apply.Delete(ctx, r.client, h.Object, r.options.Namespace)
}

// delete deletes the objects that have a policy, the last one first. An error comes with the hook that it is about.
func (r runner) delete(ctx context.Context, list []Hook, p Policy) (Hook, error) {
	for _, h := range slices.Backward(list) {
		if !slices.Contains(h.Delete, p) || apply.Keeps(h.Object) {
			continue
		}
		if err := apply.Delete(ctx, r.client, h.Object, r.options.Namespace); err != nil {
			return h, err
		}
	}
	return Hook{}, nil
}

// tidy deletes after a failure, of which another one would only distract. Who is told to stop stops at once: the next run
// deletes what is in its way.
func (r runner) tidy(ctx context.Context, list []Hook, p Policy) {
	if ctx.Err() != nil {
		return
	}
	if h, err := r.delete(ctx, list, p); err != nil {
		r.waiting(h.ref(), "is left: "+err.Error())
	}
}

func (r runner) waiting(ref kube.Ref, message string) {
	if r.options.Waiting != nil {
		r.options.Waiting(ref, fmt.Sprintf("%s hook: %s", r.moment, message))
	}
}

// failure says which hook an error is about, and what to do.
func (r runner) failure(ctx context.Context, h Hook, err error) error {
	var f *event.Failure
	if ctx.Err() != nil || !errors.As(err, &f) {
		return err
	}
	told := *f
	if told.Object == nil {
		ref := h.ref()
		told.Object = &ref
	}
	told.Stage, told.Message = event.Hook, fmt.Sprintf("the %s hook failed: %s", r.moment, f.Message)
	return &told
}
