package lock

import (
	"context"
	"errors"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Hold renews the Lease until Release, or until ctx ends. The context that it gives ends when the lock is lost, with an
// *event.Failure as its cause; what is written with it through a patient client is written only while the Lease is valid.
func (l *Lock) Hold(ctx context.Context) context.Context {
	if l.Denied != nil {
		return ctx
	}
	renewing, stop := context.WithCancelCause(ctx)
	l.stop = stop
	l.renewal.Go(func() { l.renewUntil(renewing) })
	return kube.Guard(renewing, l.valid)
}

// errReleased ends the renewal.
var errReleased = errors.New("the lock was released")

// Release ends the renewal and deletes the Lease, so that the next deployer need not wait; a Lease that cannot be deleted
// expires. The context of Hold ends with it.
func (l *Lock) Release(ctx context.Context) {
	if l.Denied != nil {
		return
	}
	if l.stop != nil {
		l.stop(errReleased)
		l.renewal.Wait()
	}
	if l.Lost() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, l.options.Duration/5)
	defer cancel()
	for err := l.delete(ctx); apierrors.IsConflict(err); err = l.delete(ctx) {
		// a last renewal has arrived though it was given up, or somebody has labelled the Lease
		if l.reread(ctx) != nil {
			return
		}
	}
}

// delete deletes the Lease as it was last seen.
func (l *Lock) delete(ctx context.Context) error {
	return l.leases.Delete(ctx, l.name, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &l.lease.UID, ResourceVersion: &l.lease.ResourceVersion}})
}

// renewUntil renews the Lease three times while it is valid.
func (l *Lock) renewUntil(ctx context.Context) {
	tick := time.NewTicker(l.options.Duration / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := l.renew(ctx); err != nil && ctx.Err() == nil {
			l.lose(err)
			return
		}
	}
}

// renew renews the Lease once. A server that does not answer is asked again at the next tick; the error says that the
// Lease is another's, or nobody's.
func (l *Lock) renew(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.options.Duration/3)
	defer cancel()
	began, now := time.Now(), metav1.NowMicro()
	ours := l.lease.DeepCopy() // only this goroutine changes it
	ours.Spec.RenewTime = &now
	written, err := l.update(ctx, ours)
	switch {
	case apierrors.IsConflict(err):
		return l.reread(ctx)
	case apierrors.IsNotFound(err):
		return l.removed()
	case err == nil:
		l.note(written, began)
	}
	return nil
}

// reread looks why the Lease has changed: the answer to a renewal may have been lost, somebody may have labelled it, or
// it is another's.
func (l *Lock) reread(ctx context.Context) error {
	there, err := l.get(ctx)
	switch {
	case apierrors.IsNotFound(err):
		return l.removed()
	case err != nil:
		return nil
	case !l.isOurs(there):
		f := l.held(there)
		f.Reason, f.Hint = "LockLost", "This one could not renew its lock in time, and has stopped. See how the other one ends."
		return f
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.lease = there // renewed at the next tick
	return nil
}

func (l *Lock) removed() *event.Failure {
	ref := l.ref()
	return &event.Failure{Object: &ref, Reason: "LockLost", Message: "the lock was deleted while the deployer was at work",
		Hint: "It goes with its Application: if that was not removed on purpose, run the deployer again."}
}

func (l *Lock) lose(err error) {
	l.mutex.Lock()
	l.lost = err
	close(l.changed)
	l.changed = make(chan struct{})
	l.mutex.Unlock()
	l.stop(err)
}

// Lost is why the lock was lost, nil if it was not.
func (l *Lock) Lost() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lost
}

// valid returns nil while the Lease is valid, and waits until it is again. The error is why it was lost, or the
// context's.
func (l *Lock) valid(ctx context.Context) error {
	for {
		l.mutex.Lock()
		lost, isValid, changed := l.lost, time.Since(l.renewed) < l.options.Duration, l.changed
		l.mutex.Unlock()
		if lost != nil || isValid {
			return lost
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-changed:
		}
	}
}
