package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// removalTimeout is how long an object may take to go: a Pod's usual grace period, and then some.
const removalTimeout = 60 * time.Second

var errRemoval = errors.New("the time for its removal is over")

// Delete deletes the object of that kind and name, with what it owns, and returns when it is gone. One that is not there
// is as good. Who may not read it deletes it without waiting. The error is an *event.Failure that names the object, or
// that of the context.
func Delete(ctx context.Context, c *kube.Client, o *unstructured.Unstructured, namespace string) error {
	gvk := o.GroupVersionKind()
	m, err := c.Mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if meta.IsNoMatchError(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ask the cluster for the kind of %s: %w", kube.RefOf(o), err)
	}
	client := dynamic.ResourceInterface(c.Dynamic.Resource(m.Resource))
	if m.Scope.Name() == meta.RESTScopeNameNamespace {
		client = c.Dynamic.Resource(m.Resource).Namespace(namespace)
	}
	ref := kube.RefOf(o)
	if m.Scope.Name() == meta.RESTScopeNameNamespace {
		ref.Namespace = namespace
	}
	limited, cancel := context.WithTimeoutCause(ctx, removalTimeout, errRemoval)
	defer cancel()
	return explainRemoval(limited, ref, remove(limited, client, o.GetName()))
}

// remove deletes in the foreground: when the object is gone, so is what it owns.
func remove(ctx context.Context, client dynamic.ResourceInterface, name string) error {
	var old *unstructured.Unstructured
	err := retry(ctx, false, func(ctx context.Context) (err error) {
		old, err = client.Get(ctx, name, metav1.GetOptions{})
		return err
	})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil && !apierrors.IsForbidden(err) {
		return err
	}
	foreground := metav1.DeletePropagationForeground
	options := metav1.DeleteOptions{PropagationPolicy: &foreground}
	if err == nil {
		uid := old.GetUID()
		options.Preconditions = &metav1.Preconditions{UID: &uid}
	}
	err = retry(ctx, false, func(ctx context.Context) error { return client.Delete(ctx, name, options) })
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) { // a conflict says that another one has its name now
		return nil
	}
	if err != nil || old == nil {
		return err
	}
	return untilGone(ctx, client, old)
}

func untilGone(ctx context.Context, client dynamic.ResourceInterface, old *unstructured.Unstructured) error {
	selector := fields.OneTermEqualSelector("metadata.name", old.GetName()).String()
	for {
		var list *unstructured.UnstructuredList
		err := retry(ctx, false, func(ctx context.Context) (err error) {
			list, err = client.List(ctx, metav1.ListOptions{FieldSelector: selector})
			return err
		})
		if err != nil {
			return err
		}
		if len(list.Items) == 0 || list.Items[0].GetUID() != old.GetUID() {
			return nil
		}
		w, err := client.Watch(ctx, metav1.ListOptions{ResourceVersion: list.GetResourceVersion(), FieldSelector: selector})
		if err != nil {
			return err
		}
		gone := deleted(ctx, w)
		w.Stop()
		if gone || ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

// deleted reads a watch until it tells of a deletion, or ends.
func deleted(ctx context.Context, w watch.Interface) bool {
	for {
		select {
		case <-ctx.Done():
			return false
		case e, open := <-w.ResultChan():
			if !open || e.Type == watch.Deleted {
				return open
			}
		}
	}
}

func explainRemoval(ctx context.Context, ref kube.Ref, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(context.Cause(ctx), errRemoval):
		return &event.Failure{Stage: event.Apply, Object: &ref, Reason: "Timeout", Message: fmt.Sprintf("it is still there %s after it was deleted", removalTimeout),
			Hint: "See what holds it, such as a finalizer: kubectl get " + strings.ToLower(ref.Kind) + " " + ref.Name + " -o yaml"}
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return Explain(ref, err)
}
