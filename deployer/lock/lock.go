// Package lock keeps two deployers from writing the same app at the same time.
//
// The lock is a Lease of coordination.k8s.io that the Application owns. Who holds it renews it; a holder that is known
// to be gone, because its Pod has ended or because it has not renewed the Lease for as long as that is valid, is
// followed by the next one. A holder that cannot renew it writes nothing until it can, and stops for good when somebody
// else has taken over. It is released by deleting it.
package lock

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/client-go/dynamic"

	coordination "k8s.io/api/coordination/v1"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema"
)

// Duration is how long a Lease is valid after each renewal.
const Duration = 15 * time.Second

// Options of a lock.
type Options struct {
	// Owner is the Application in Namespace, after which the Lease is named.
	Owner     metav1.OwnerReference
	Namespace string
	Labels    map[string]string
	// Pod is the one that this runs in, empty outside of one.
	Pod types.NamespacedName
	// Duration is how long the Lease is valid, in whole seconds; the constant of that name if 0.
	Duration time.Duration
	// Waiting, if set, is called before it is waited for another holder, with its Lease and what is waited for.
	Waiting func(ref kube.Ref, message string)
}

// Lock is a lock that is held, or one that does without: see Denied.
type Lock struct {
	// Denied is the server's word if the deployer has no right to Leases. Then there is no lock.
	Denied error

	options  Options
	client   *kube.Client
	leases   dynamic.ResourceInterface
	name     string
	identity string
	pod      types.UID // our own; empty outside of a Pod
	expired  string    // the renewal that was waited out

	stop    context.CancelCauseFunc
	renewal sync.WaitGroup

	mutex   sync.Mutex
	lease   *coordination.Lease // as we wrote it last
	renewed time.Time
	lost    error
	changed chan struct{} // closed at the next renewal, or loss
}

// Name is the name of the Lease of an app.
func Name(app string) string { return schema.DNS1123Name(app + "-deployer") }

// Acquire gets the lock of an app. If another deployer holds it the error is an *event.Failure that says who, and since
// when; if nobody can tell whether that still runs, it waits until the Lease is renewed or has expired.
func Acquire(ctx context.Context, c *kube.Client, o Options) (*Lock, error) {
	if o.Duration == 0 {
		o.Duration = Duration
	}
	l := &Lock{options: o, client: c, leases: c.Dynamic.Resource(resource).Namespace(o.Namespace), name: Name(o.Owner.Name), changed: make(chan struct{})}
	l.identify(ctx)
	for {
		other, err := l.try(ctx)
		switch {
		case apierrors.IsForbidden(err):
			l.Denied = err
			return l, nil
		case err != nil && ctx.Err() == nil:
			return nil, fmt.Errorf("lock the app with %s: %w", l.ref(), err)
		case err != nil:
			return nil, context.Cause(ctx)
		case other == nil:
			return l, nil
		}
		if err := l.outlast(ctx, other); err != nil {
			return nil, err
		}
	}
}

// identify finds out who we are. A Pod that cannot be looked up would be taken for one that is gone: then we are just a
// process.
func (l *Lock) identify(ctx context.Context) {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	l.identity = fmt.Sprintf("%s-%d_%s", host, os.Getpid(), rand.String(8))
	if l.options.Pod.Name == "" {
		return
	}
	pod, err := l.client.Core.Pods(l.options.Pod.Namespace).Get(ctx, l.options.Pod.Name, metav1.GetOptions{})
	if err == nil {
		l.pod, l.identity = pod.UID, pod.Name+"_"+rand.String(8)
	}
}

// try takes the Lease if it is free. Otherwise it gives the one of its holder.
func (l *Lock) try(ctx context.Context) (other *coordination.Lease, err error) {
	began := time.Now()
	there, err := l.get(ctx)
	switch {
	case apierrors.IsNotFound(err):
		there, err = l.create(ctx)
		if apierrors.IsAlreadyExists(err) { // somebody was faster, or it is ours and the answer was lost
			return l.try(ctx)
		}
	case err != nil:
	case l.isOurs(there):
	case l.isFree(ctx, there):
		there, err = l.take(ctx, there)
		if apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
			return l.try(ctx)
		}
	default:
		return there, nil
	}
	if err != nil {
		return nil, err
	}
	l.note(there, began)
	return nil, nil
}

// note keeps what we wrote last.
func (l *Lock) note(lease *coordination.Lease, at time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.lease, l.renewed = lease, at
	close(l.changed)
	l.changed = make(chan struct{})
}
