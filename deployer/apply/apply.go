// Package apply writes objects to a cluster with server-side apply: in stages, parallel within a stage, again when the
// server asks for patience.
package apply

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
)

// FieldManager is the name under which all fields are applied.
const FieldManager = "chandler"

// Options of an apply.
type Options struct {
	// Namespace is where namespaced objects go.
	Namespace string
	// Defined are definitions that are, or will be, applied before the objects: their kinds need not be served yet.
	Defined []*unstructured.Unstructured
	// Set, if there is one, is what the objects become members of.
	Set *Set
	// Recreate lets objects be deleted and made anew that change in a field that cannot be changed: all of them but those
	// that hold data or are annotated otherwise. See OnImmutable.
	Recreate bool
	// Waiting, if set, is called before a wait with what is waited for. Calls do not overlap.
	Waiting func(ref kube.Ref, message string)
	// Unknown, if set, is told of the fields of an object that the server does not know, which are left out. Calls may
	// overlap.
	Unknown func(ref kube.Ref, fields []string)
}

// Applied is an object as the server answered it.
type Applied struct {
	*unstructured.Unstructured
	Resource Resource
}

// Ref names the object.
func (a Applied) Ref() kube.Ref { return kube.RefOf(a.Unstructured) }

// Apply applies the objects and gives them as they are in the cluster, in the order of their stages. If two objects
// are the same one, the later counts. An error is an *event.Failure that names the object, or that of the context.
func Apply(ctx context.Context, c *kube.Client, objects []*unstructured.Unstructured, o Options) ([]Applied, error) {
	a, err := newApplier(c, objects, o)
	if err != nil {
		return nil, err
	}
	var items []Planned
	for _, o := range a.prepare(objects) {
		items = append(items, Planned{Object: o, Action: Unknown})
	}
	return a.apply(ctx, items)
}

// CarryOut is Apply for what a Plan with the same options has looked at: it makes anew what is to be, and leaves alone
// what is as it should be. Objects may have changed since, but not their names.
func CarryOut(ctx context.Context, c *kube.Client, plan []Planned, o Options) ([]Applied, error) {
	a, err := newApplier(c, Objects(plan), o)
	if err != nil {
		return nil, err
	}
	return a.apply(ctx, plan)
}

type applier struct {
	client  *kube.Client
	options Options
	known   map[schema.GroupVersionKind]Resource
	telling *sync.Mutex
}

func newApplier(c *kube.Client, objects []*unstructured.Unstructured, o Options) (applier, error) {
	known, err := resources(objects, o.Defined, c.Mapper)
	return applier{client: c, options: o, known: known, telling: &sync.Mutex{}}, err
}

func (a applier) apply(ctx context.Context, items []Planned) ([]Applied, error) {
	var all []Applied
	for _, stage := range inStages(items, func(p Planned) *unstructured.Unstructured { return p.Object }) {
		done, err := a.stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		all = append(all, done...)
	}
	return all, nil
}

// prepare gives copies of the objects as they are applied: placed, and members of the set.
func (a applier) prepare(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	placed := a.place(objects)
	if a.options.Set != nil {
		a.options.Set.mark(placed)
	}
	return placed
}

// place gives copies of the objects with the namespace they go to, without what only a server may write, and each
// only once.
func (a applier) place(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	last := map[kube.Ref]int{}
	copies := make([]*unstructured.Unstructured, len(objects))
	for i, o := range objects {
		o = o.DeepCopy()
		o.SetNamespace("")
		if a.known[o.GroupVersionKind()].Namespaced {
			o.SetNamespace(a.options.Namespace)
		}
		for _, field := range []string{"managedFields", "resourceVersion", "uid", "creationTimestamp"} {
			unstructured.RemoveNestedField(o.Object, "metadata", field)
		}
		copies[i] = o
		last[kube.RefOf(o)] = i
	}
	var once []*unstructured.Unstructured
	for i, o := range copies {
		if last[kube.RefOf(o)] == i {
			once = append(once, o)
		}
	}
	return once
}

func (a applier) stage(ctx context.Context, items []Planned) ([]Applied, error) {
	done := make([]Applied, len(items))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for i, p := range items {
		group.Go(func() (err error) {
			done[i], err = a.one(inner, p)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if !isDefinition(items[0].Object) {
		return done, nil
	}
	if err := a.established(ctx, done); err != nil {
		return nil, err
	}
	a.client.Mapper.Reset()
	return done, nil
}

func (a applier) one(ctx context.Context, p Planned) (Applied, error) {
	resource := a.known[p.Object.GroupVersionKind()]
	if p.Action == Unchanged && isCurrent(p.Object, p.Live) {
		return Applied{Unstructured: p.Live, Resource: resource}, nil
	}
	if p.Action == Recreate {
		if err := a.makeWay(ctx, p); err != nil {
			return Applied{}, err
		}
	}
	live, err := a.send(ctx, p.Object, nil)
	if err != nil {
		return Applied{}, a.failed(ctx, p.Object, err)
	}
	return Applied{Unstructured: live, Resource: resource}, nil
}

// failed tells a refusal of the server from the end of the context.
func (a applier) failed(ctx context.Context, o *unstructured.Unstructured, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("apply %s: %w", kube.RefOf(o), context.Cause(ctx))
	}
	return Explain(kube.RefOf(o), err)
}
