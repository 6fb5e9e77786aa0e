// Package apply writes objects to a cluster with server-side apply: in stages, parallel within a stage, again when the
// server asks for patience.
package apply

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube"
)

// FieldManager is the name under which all fields are applied.
const FieldManager = "chandler"

// parallel is how many requests of a stage are under way at once.
const parallel = 8

// Options of an apply.
type Options struct {
	// Namespace is where namespaced objects go.
	Namespace string
	// Set, if there is one, is what the objects become members of.
	Set *Set
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
	known, err := resources(objects, c.Mapper)
	if err != nil {
		return nil, err
	}
	a := applier{client: c, options: o, known: known}
	var all []Applied
	for _, stage := range Order(a.prepare(objects)) {
		done, err := a.stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		all = append(all, done...)
	}
	return all, nil
}

type applier struct {
	client  *kube.Client
	options Options
	known   map[schema.GroupVersionKind]Resource
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

func (a applier) stage(ctx context.Context, objects []*unstructured.Unstructured) ([]Applied, error) {
	done := make([]Applied, len(objects))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for i, o := range objects {
		group.Go(func() (err error) {
			done[i], err = a.one(inner, o)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	if !isDefinition(objects[0]) {
		return done, nil
	}
	if err := a.established(ctx, done); err != nil {
		return nil, err
	}
	a.client.Mapper.Reset()
	return done, nil
}

func (a applier) one(ctx context.Context, o *unstructured.Unstructured) (Applied, error) {
	resource := a.known[o.GroupVersionKind()]
	var live *unstructured.Unstructured
	err := retry(ctx, resource.Defined, func(ctx context.Context) (err error) {
		live, err = a.send(ctx, o, metav1.ApplyOptions{FieldManager: FieldManager, Force: true})
		return err
	})
	if ctx.Err() != nil && err != nil {
		return Applied{}, fmt.Errorf("apply %s: %w", kube.RefOf(o), context.Cause(ctx))
	}
	if err != nil {
		return Applied{}, Explain(kube.RefOf(o), err)
	}
	return Applied{Unstructured: live, Resource: resource}, nil
}

func (a applier) at(r Resource) dynamic.ResourceInterface {
	if r.Namespaced {
		return a.client.Dynamic.Resource(r.GroupVersionResource).Namespace(a.options.Namespace)
	}
	return a.client.Dynamic.Resource(r.GroupVersionResource)
}
