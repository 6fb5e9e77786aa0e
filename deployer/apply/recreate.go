package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/internal/kube"
)

// goneTimeout is how long an object may take to go that is made anew: its Pods may end slowly.
const goneTimeout = 5 * time.Minute

// makeWay deletes the live object of one that is made anew, and waits until it is gone. One that someone else has
// deleted, or made anew, meanwhile is as good.
func (a applier) makeWay(ctx context.Context, p Planned) error {
	a.tell(p)
	if p.Live.GetDeletionTimestamp() == nil {
		if err := a.delete(ctx, p, nil); err != nil {
			return a.failed(ctx, p.Object, err)
		}
	}
	keepReplicas(p.Object, p.Live)
	ctx, cancel := context.WithTimeoutCause(ctx, goneTimeout, errGone)
	defer cancel()
	for {
		now, hidden, err := a.get(ctx, p.Object)
		switch {
		case err == nil && (hidden || now == nil || now.GetUID() != p.Live.GetUID()):
			return nil
		case err == nil:
			a.awaitEnd(ctx, now)
		}
		switch {
		case errors.Is(context.Cause(ctx), errGone):
			return neverGone(p, cmp.Or(now, p.Live))
		case err != nil || ctx.Err() != nil:
			return a.failed(ctx, p.Object, err)
		}
	}
}

var errGone = fmt.Errorf("not gone after %s", goneTimeout)

func (a applier) tell(p Planned) {
	if a.options.Waiting == nil {
		return
	}
	a.telling.Lock()
	defer a.telling.Unlock()
	if len(p.Immutable) == 0 {
		a.options.Waiting(p.Ref(), "it is being deleted; it is made anew when it is gone")
		return
	}
	a.options.Waiting(p.Ref(), "deleting it to make it anew, as this cannot be changed: "+strings.Join(p.Immutable, ", "))
}

// delete deletes the live object of a plan, and no other one of its name.
func (a applier) delete(ctx context.Context, p Planned, dry []string) error {
	uid, policy := p.Live.GetUID(), propagation(p.Object, p.Live)
	err := retry(ctx, false, func(ctx context.Context) error {
		return a.at(a.known[p.Object.GroupVersionKind()]).Delete(ctx, p.Object.GetName(),
			metav1.DeleteOptions{DryRun: dry, PropagationPolicy: &policy, Preconditions: &metav1.Preconditions{UID: &uid}})
	})
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return nil
	}
	return err
}

// keepReplicas lets an object that is made anew begin with the number of replicas that something else has scaled it to.
func keepReplicas(o, live *unstructured.Unstructured) {
	if _, given, _ := unstructured.NestedFieldNoCopy(o.Object, "spec", "replicas"); given {
		return
	}
	if n, there, _ := unstructured.NestedInt64(live.Object, "spec", "replicas"); there {
		_ = unstructured.SetNestedField(o.Object, n, "spec", "replicas")
	}
}

// awaitEnd returns when a watch has told that the object is gone, or can tell no more.
func (a applier) awaitEnd(ctx context.Context, o *unstructured.Unstructured) {
	w, err := a.at(a.known[o.GroupVersionKind()]).Watch(ctx, metav1.ListOptions{
		FieldSelector: fields.OneTermEqualSelector("metadata.name", o.GetName()).String(), ResourceVersion: o.GetResourceVersion()})
	if err != nil {
		_ = kube.Pause(ctx, time.Second) // the caller looks at the context
		return
	}
	defer w.Stop()
	for e := range w.ResultChan() {
		if e.Type == watch.Deleted {
			return
		}
		if e.Type == watch.Error {
			break
		}
	}
	_ = kube.Pause(ctx, kube.FirstPause)
}
