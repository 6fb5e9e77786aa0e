package test

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// removalTimeout is how long a tester of an earlier run may take to go: a Pod's usual grace period, and then some.
const removalTimeout = 60 * time.Second

// removeEarlier deletes the testers that an earlier run left: applied again they would not run again, and their old
// result would count.
func removeEarlier(ctx context.Context, c *kube.Client, testers []*unstructured.Unstructured, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, removalTimeout)
	defer cancel()
	for _, t := range testers {
		if !runs(t) {
			continue
		}
		m, err := c.Mapper.RESTMapping(t.GroupVersionKind().GroupKind(), t.GroupVersionKind().Version)
		if err != nil {
			return fmt.Errorf("ask the cluster for the kind of %s: %w", kube.RefOf(t), err)
		}
		if err := remove(ctx, c.Dynamic.Resource(m.Resource).Namespace(o.Namespace), t.GetName()); err != nil {
			ref := kube.RefOf(t)
			return &event.Failure{Stage: event.Test, Object: &ref, Message: "an earlier run left this tester, and it cannot be removed: " + err.Error(),
				Hint: fmt.Sprintf("Delete it: kubectl delete %s %s -n %s", t.GetKind(), t.GetName(), o.Namespace)}
		}
	}
	return nil
}

func remove(ctx context.Context, client dynamic.ResourceInterface, name string) error {
	old, err := client.Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) { // who may not look applies at once
		return nil
	}
	if err != nil {
		return err
	}
	uid, background := old.GetUID(), metav1.DeletePropagationBackground
	err = client.Delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background, Preconditions: &metav1.Preconditions{UID: &uid}})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return untilGone(ctx, client, old)
}

func untilGone(ctx context.Context, client dynamic.ResourceInterface, old *unstructured.Unstructured) error {
	for {
		list, err := client.List(ctx, metav1.ListOptions{FieldSelector: fields.OneTermEqualSelector("metadata.name", old.GetName()).String()})
		if err != nil {
			return err
		}
		if len(list.Items) == 0 || list.Items[0].GetUID() != old.GetUID() {
			return nil
		}
		w, err := client.Watch(ctx, metav1.ListOptions{ResourceVersion: list.GetResourceVersion(),
			FieldSelector: fields.OneTermEqualSelector("metadata.name", old.GetName()).String()})
		if err != nil {
			return err
		}
		gone := deleted(ctx, w)
		w.Stop()
		if gone || ctx.Err() != nil {
			return ctx.Err()
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
