package main

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/render"
)

// bareParallel is how many requests of the bare loop are under way at once.
const bareParallel = 32

// bareLoop is no tool but the least that one can do: a request for each object, in no order, with no look before. It
// runs in this process.
func (b *applyBench) bareLoop() tool {
	apply := b.each(func(ctx context.Context, r dynamic.ResourceInterface, o *unstructured.Unstructured) error {
		_, err := r.Apply(ctx, o.GetName(), o, metav1.ApplyOptions{FieldManager: "bare", Force: true})
		return err
	})
	remove := b.each(func(ctx context.Context, r dynamic.ResourceInterface, o *unstructured.Unstructured) error {
		return r.Delete(ctx, o.GetName(), metav1.DeleteOptions{})
	})
	return tool{name: "bare loop of parallel requests, no tool", prepare: manifestsOnly, first: apply, again: apply, remove: remove}
}

func (b *applyBench) each(do func(context.Context, dynamic.ResourceInterface, *unstructured.Unstructured) error) func(context.Context, string, string, set) error {
	return func(ctx context.Context, folder, namespace string, _ set) error {
		file, err := os.Open(filepath.Join(folder, "all.yaml"))
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // it was only read
		objects, err := render.Read(file.Name(), file)
		if err != nil {
			return err
		}
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(bareParallel)
		for _, o := range objects {
			mapping, err := b.distant.Mapper.RESTMapping(o.GroupVersionKind().GroupKind())
			if err != nil {
				return err
			}
			group.Go(func() error { return do(ctx, b.distant.Dynamic.Resource(mapping.Resource).Namespace(namespace), o) })
		}
		return group.Wait()
	}
}
