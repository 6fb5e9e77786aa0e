package lock

import (
	"context"
	"fmt"
	"time"

	coordination "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/internal/kube"
)

// outlast watches another's Lease. It returns nil when that may be free: it was released, or it was not renewed for as
// long as it is valid. If it is renewed its holder is alive, which is the *event.Failure.
func (l *Lock) outlast(ctx context.Context, other *coordination.Lease) error {
	if l.options.Waiting != nil {
		l.options.Waiting(l.ref(), fmt.Sprintf("%s has it; whether that still runs shows within %s", holder(other), duration(other)))
	}
	end := time.NewTimer(duration(other))
	defer end.Stop()
	for version := other.ResourceVersion; ; {
		w, err := l.leases.Watch(ctx, metav1.ListOptions{ResourceVersion: version,
			FieldSelector: fields.OneTermEqualSelector("metadata.name", l.name).String()})
		if err == nil {
			changed := next(ctx, w, end.C)
			w.Stop()
			if changed == timeIsUp {
				l.expired = renewal(other)
				return nil
			}
		} else if !waitFor(ctx, end.C, err) {
			l.expired = renewal(other)
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		now, err := l.get(ctx)
		switch {
		case apierrors.IsNotFound(err):
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", l.ref(), err)
		case holder(now) != holder(other):
			return nil
		case renewal(now) != renewal(other):
			return l.held(now)
		case l.expired == renewal(other):
			return nil
		}
		version = now.ResourceVersion
	}
}

// what the watch of a Lease has come to.
type change int

const (
	somethingHappened change = iota
	timeIsUp
)

// next waits for one event of a watch, or its end, or that of the time.
func next(ctx context.Context, w watch.Interface, end <-chan time.Time) change {
	select {
	case <-ctx.Done():
	case e, open := <-w.ResultChan():
		if _, isLease := e.Object.(*unstructured.Unstructured); !open || !isLease {
			_ = kube.Pause(ctx, kube.FirstPause) // the server ends watches now and then
		}
	case <-end:
		return timeIsUp
	}
	return somethingHappened
}

// waitFor waits after a watch that could not be begun: a moment, or where there is no right to watch for as long as the
// Lease is valid. It says whether there is time left.
func waitFor(ctx context.Context, end <-chan time.Time, err error) bool {
	var moment <-chan time.Time
	if !apierrors.IsForbidden(err) {
		moment = time.After(kube.FirstPause)
	}
	select {
	case <-ctx.Done():
	case <-moment:
	case <-end:
		return false
	}
	return true
}
