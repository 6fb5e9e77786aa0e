package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Action is what an apply would do to an object.
type Action string

// The actions. Recreate is that of objects which are deleted and made anew, as they change in a field that cannot be
// changed, or are on their way out already. Unknown is that of objects which the server cannot try yet: their kind, or
// something that they name, is made by the same apply.
const (
	Create    Action = "create"
	Change    Action = "change"
	Recreate  Action = "recreate"
	Unchanged Action = "unchanged"
	Unknown   Action = "unknown"
)

// Planned is an object as an apply would leave it.
type Planned struct {
	// Object is what is to be applied: without the fields that are left to others, or not known to the server.
	Object *unstructured.Unstructured
	Action Action
	// Live is the object as it is, nil if there is none; Result as a Change would leave it, or as it is if Unchanged.
	Live, Result *unstructured.Unstructured
	// Conflicts are the fields that would be taken from others.
	Conflicts []Conflict
	// Immutable are the fields for which the object is made anew.
	Immutable []string

	refused *event.Failure
}

// Ref names the object.
func (p Planned) Ref() kube.Ref { return kube.RefOf(p.Object) }

// Plan tries an apply of the objects without writing anything, in the order of their stages. An error is an
// *event.Failure: the first object that the server would refuse whatever is applied before it, or that belongs to another
// Application; its message names all others.
func Plan(ctx context.Context, c *kube.Client, objects []*unstructured.Unstructured, o Options) ([]Planned, error) {
	a, err := newApplier(c, objects, o)
	if err != nil {
		return nil, err
	}
	var all []*unstructured.Unstructured
	for _, stage := range Order(a.prepare(objects)) {
		all = append(all, stage...)
	}
	live, err := a.list(ctx, all)
	if err != nil {
		return nil, err
	}
	plan := make([]Planned, len(all))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for i, object := range all {
		group.Go(func() (err error) {
			plan[i], err = a.plan(inner, object, live)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return plan, refusals(plan)
}

// Objects gives what a plan is to apply.
func Objects(plan []Planned) []*unstructured.Unstructured {
	objects := make([]*unstructured.Unstructured, len(plan))
	for i, p := range plan {
		objects[i] = p.Object
	}
	return objects
}

// looks is how often an object is looked at anew that others write at the same time.
const looks = 3

// plan looks at one object, and tries it unless it is as it should be.
func (a applier) plan(ctx context.Context, o *unstructured.Unstructured, listed *lookup) (p Planned, err error) {
	for look := range looks {
		p = Planned{Object: o, Action: Unknown}
		known := false
		if look == 0 {
			p.Live, known = listed.find(o)
		}
		var hidden bool
		if !known {
			p.Live, hidden, err = a.get(ctx, o)
		}
		if err != nil || hidden {
			return p, err
		}
		if p.refused = a.options.Set.foreign(p.Live); p.refused != nil {
			return p, nil
		}
		leaveToAutoscaler(o, p.Live)
		if done, err := a.judge(ctx, &p); done || err != nil {
			return p, err
		}
	}
	return p, nil
}

// judge finds out what an apply would do to an object that is known. It is not done if that has changed meanwhile.
func (a applier) judge(ctx context.Context, p *Planned) (done bool, err error) {
	switch {
	case isCurrent(p.Object, p.Live):
		p.Action, p.Result = Unchanged, p.Live
		return true, nil
	case a.isLeaving(p.Live):
		p.Action = Recreate
		if err := a.tryAnew(ctx, p.Object); err != nil && final(err) {
			p.refused = Explain(p.Ref(), err)
		}
		return true, context.Cause(ctx)
	}
	err = a.try(ctx, p)
	return p.Live == nil || p.Result == nil || p.Live.GetResourceVersion() == p.Result.GetResourceVersion(), err
}

// isLeaving says that an object is being deleted, so that what is applied to it would go with it. What holds data may be
// on hold for good, and without its Application the app has no owner: they are not waited for.
func (a applier) isLeaving(live *unstructured.Unstructured) bool {
	return live != nil && live.GetDeletionTimestamp() != nil && !holdsData(live.GroupVersionKind().GroupKind()) &&
		(a.options.Set == nil || !a.options.Set.isParent(live))
}

// get gives the object that is there, nil if there is none. hidden says that it may not be read: who may not look may
// still apply.
func (a applier) get(ctx context.Context, o *unstructured.Unstructured) (live *unstructured.Unstructured, hidden bool, err error) {
	err = retry(ctx, false, func(ctx context.Context) (err error) {
		live, err = a.at(a.known[o.GroupVersionKind()]).Get(ctx, o.GetName(), metav1.GetOptions{})
		return err
	})
	switch {
	case err == nil:
		return live, false, nil
	case ctx.Err() != nil:
		return nil, false, context.Cause(ctx)
	case apierrors.IsNotFound(err):
		return nil, false, nil
	case apierrors.IsForbidden(err):
		return nil, true, nil
	}
	return nil, false, Explain(kube.RefOf(o), err)
}

// try lets the server answer what it would make of the object. A refusal that something applied before it may cure is
// none.
func (a applier) try(ctx context.Context, p *Planned) (err error) {
	p.Result, err = a.send(ctx, p.Object, dryRun)
	switch {
	case err != nil && ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && final(err):
		p.Result = nil
		return a.refusedChange(ctx, p, err)
	case err != nil:
		p.Result = nil
	case p.Live == nil:
		p.Action = Create
	case same(p.Live, p.Result):
		p.Action = Unchanged
	default:
		p.Action, p.Conflicts = Change, conflicts(p.Live, p.Result)
	}
	return nil
}

// final says that the server refuses an object for what it is, whatever else is there.
func final(err error) bool {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return false
	}
	s := status.Status()
	return s.Code == http.StatusUnprocessableEntity || s.Code == http.StatusBadRequest || kube.Patience(int(s.Code), s.Message) == 0 && s.Code >= http.StatusInternalServerError
}

// same says whether an apply would leave an object as it is. What the server counts and notes for itself does not matter.
func same(live, result *unstructured.Unstructured) bool {
	return reflect.DeepEqual(essence(live), essence(result))
}

func essence(o *unstructured.Unstructured) map[string]any {
	content := maps.Clone(o.Object)
	delete(content, "status")
	metadata, _ := content["metadata"].(map[string]any)
	metadata = maps.Clone(metadata)
	for _, field := range []string{"managedFields", "resourceVersion", "generation"} {
		delete(metadata, field)
	}
	content["metadata"] = metadata
	return content
}

// refusals gives the first refused object of a plan as a failure, which names the others too.
func refusals(plan []Planned) error {
	var first *event.Failure
	for _, p := range plan {
		switch {
		case p.refused == nil:
		case first == nil:
			first = p.refused
			first.Hint += " Nothing was applied."
		default:
			first.Message += fmt.Sprintf("; %s would be refused, too: %s", p.Ref(), p.refused.Message)
		}
	}
	if first == nil {
		return nil
	}
	return first
}
