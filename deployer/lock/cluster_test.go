package lock

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// brief is how long the Leases of these tests are valid.
const brief = 2 * time.Second

// app gives the options of a lock in a namespace of its own; a ConfigMap stands for the Application.
func app(t *testing.T, c *kube.Client) Options {
	t.Helper()
	ns := kubetest.Namespace(t, c)
	owner, err := c.Core.ConfigMaps(ns).Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "a"}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Namespace: ns, Duration: brief,
		Owner: metav1.OwnerReference{APIVersion: "v1", Kind: "ConfigMap", Name: "a", UID: owner.UID}}
}

func acquire(t *testing.T, c *kube.Client, o Options) *Lock {
	t.Helper()
	l, err := Acquire(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// pod makes a Pod that no node runs, and gives the options of who runs in it.
func pod(t *testing.T, c *kube.Client, o Options, name string) Options {
	t.Helper()
	_, err := c.Core.Pods(o.Namespace).Create(t.Context(), &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: corev1.PodSpec{SchedulerName: "nobody", Containers: []corev1.Container{{Name: "c", Image: "example.com/none:1"}}}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	o.Pod = types.NamespacedName{Namespace: o.Namespace, Name: name}
	return o
}

func TestALockIsALeaseOfTheApplicationUntilItIsReleased(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o := app(t, c)
	l := acquire(t, c, o)
	held := l.Hold(t.Context())
	lease, err := l.get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if lease.OwnerReferences[0].UID != o.Owner.UID || *lease.Spec.HolderIdentity != l.identity || *lease.Spec.LeaseDurationSeconds != 2 ||
		lease.Spec.AcquireTime == nil || lease.Spec.RenewTime == nil || lease.Name != "a-deployer" {
		t.Errorf("%+v", lease)
	}
	l.Release(t.Context())
	if _, err := l.get(t.Context()); !apierrors.IsNotFound(err) || held.Err() == nil || l.Lost() != nil {
		t.Errorf("after the release: %v, %v, %v", err, held.Err(), l.Lost())
	}
}

func TestTheSecondDeployerIsToldWhoIsAtWork(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o := app(t, c)
	first := acquire(t, c, pod(t, c, o, "first"))
	first.Hold(t.Context())
	defer first.Release(context.Background())
	_, err := Acquire(t.Context(), c, o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Locked" || f.Culprit.String() != "Pod/first" || !strings.Contains(f.Message, "Pod/first, since 20") ||
		!strings.Contains(f.Hint, "kubectl delete pod first") {
		t.Errorf("%+v", err)
	}
}

func TestOfManyDeployersAtOnceOneGetsTheLock(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o := app(t, c)
	var won, told sync.Map
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			l, err := Acquire(t.Context(), c, o)
			var f *event.Failure
			switch {
			case err == nil:
				l.Hold(t.Context())
				won.Store(i, l)
			case errors.As(err, &f) && f.Reason == "Locked":
				told.Store(i, true)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	winners := 0
	won.Range(func(_, l any) bool { winners++; l.(*Lock).Release(t.Context()); return true })
	if winners != 1 {
		t.Errorf("%d have the lock", winners)
	}
}

func TestAKilledProcessIsFollowedWhenItsLeaseHasExpired(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o := app(t, c)
	acquire(t, c, o) // never renewed, never released
	var waited []string
	o.Waiting = func(_ kube.Ref, message string) { waited = append(waited, message) }
	began := time.Now()
	second := acquire(t, c, o)
	if len(waited) != 1 || time.Since(began) < brief/2 {
		t.Errorf("after %s; told %q", time.Since(began), waited)
	}
	lease, err := second.get(t.Context())
	if err != nil || *lease.Spec.LeaseTransitions != 1 || !second.isOurs(lease) {
		t.Errorf("%+v, %v", lease, err)
	}
}

func TestADeployerWhosePodIsGoneIsFollowedAtOnce(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	for name, end := range map[string]func(*testing.T, Options){
		"it has failed": func(t *testing.T, o Options) {
			if _, err := c.Core.Pods(o.Namespace).Patch(t.Context(), o.Pod.Name, types.MergePatchType, []byte(`{"status": {"phase": "Failed"}}`), metav1.PatchOptions{}, "status"); err != nil {
				t.Fatal(err)
			}
		},
		"it was deleted": func(t *testing.T, o Options) {
			if err := c.Core.Pods(o.Namespace).Delete(t.Context(), o.Pod.Name, *metav1.NewDeleteOptions(0)); err != nil {
				t.Fatal(err)
			}
		},
		"its container was started again": func(*testing.T, Options) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := app(t, c)
			o.Duration = time.Hour // nobody waits for that
			o = pod(t, c, o, "first")
			acquire(t, c, o)
			end(t, o)
			acquire(t, c, o)
		})
	}
}

func TestWhoLosesTheLockStops(t *testing.T) {
	t.Parallel()
	c, err := kubetest.Connect(t).Patient(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		lose func(context.Context, *Lock) error
		want string
	}{
		"another takes over": {func(ctx context.Context, l *Lock) error {
			lease, err := l.get(ctx)
			if err != nil {
				return err
			}
			thief := "thief"
			lease.Spec.HolderIdentity = &thief
			_, err = l.update(ctx, lease)
			return err
		}, "the process thief"},
		"the Application was removed": {func(ctx context.Context, l *Lock) error {
			return l.leases.Delete(ctx, l.name, metav1.DeleteOptions{})
		}, "the lock was deleted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := acquire(t, c, app(t, c))
			held := l.Hold(t.Context())
			if err := test.lose(t.Context(), l); err != nil {
				t.Fatal(err)
			}
			<-held.Done()
			var f *event.Failure
			if !errors.As(context.Cause(held), &f) || f.Reason != "LockLost" || !strings.Contains(f.Message, test.want) {
				t.Errorf("%+v", context.Cause(held))
			}
			err := c.Core.ConfigMaps(l.options.Namespace).Delete(context.WithoutCancel(held), "a", metav1.DeleteOptions{})
			if !errors.As(err, &f) {
				t.Errorf("a write after the loss: %v", err)
			}
			l.Release(t.Context()) // leaves the other's Lease alone
			if lease, err := l.get(t.Context()); err == nil && holder(lease) != "thief" {
				t.Errorf("%+v", lease)
			}
		})
	}
}

func TestALabelOnTheLeaseIsNoLoss(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	l := acquire(t, c, app(t, c))
	held := l.Hold(t.Context())
	defer l.Release(context.Background())
	before, err := l.leases.Patch(t.Context(), l.name, types.MergePatchType, []byte(`{"metadata": {"labels": {"seen": "yes"}}}`), metav1.PatchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.leases.Watch(t.Context(), metav1.ListOptions{ResourceVersion: before.GetResourceVersion()})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	select {
	case <-w.ResultChan(): // renewed
	case <-held.Done():
		t.Error(context.Cause(held))
	}
}

func TestALeaseThatHasChangedIsReleasedAllTheSame(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	l := acquire(t, c, app(t, c))
	l.Hold(t.Context())
	if _, err := l.leases.Patch(t.Context(), l.name, types.MergePatchType, []byte(`{"metadata": {"labels": {"seen": "yes"}}}`), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	l.Release(t.Context())
	if _, err := l.get(t.Context()); !apierrors.IsNotFound(err) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestWithoutTheRightToLeasesThereIsNoLock(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o := app(t, c)
	l := acquire(t, kubetest.As(t, c, o.Namespace, "nobody"), o)
	if l.Denied == nil || l.Hold(t.Context()).Err() != nil {
		t.Errorf("%+v", l)
	}
	l.Release(t.Context())
}
