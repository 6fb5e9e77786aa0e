package lock

import (
	"context"
	"fmt"
	"strings"
	"time"

	coordination "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// skew is by how much clocks may differ: a Lease that expired longer ago by its own time is not waited out.
const skew = time.Minute

func holder(lease *coordination.Lease) string {
	if lease.Spec.HolderIdentity == nil {
		return ""
	}
	return *lease.Spec.HolderIdentity
}

func (l *Lock) isOurs(lease *coordination.Lease) bool { return holder(lease) == l.identity }

// isFree says that a Lease has no holder, or one that is known to be gone.
func (l *Lock) isFree(ctx context.Context, lease *coordination.Lease) bool {
	return holder(lease) == "" || renewal(lease) == l.expired || longExpired(lease) || l.podIsGone(ctx, lease)
}

// renewal names one renewal of a Lease by one holder.
func renewal(lease *coordination.Lease) string {
	if lease.Spec.RenewTime == nil {
		return holder(lease)
	}
	return holder(lease) + " " + lease.Spec.RenewTime.UTC().Format(time.RFC3339Nano)
}

func longExpired(lease *coordination.Lease) bool {
	return lease.Spec.RenewTime != nil && time.Since(lease.Spec.RenewTime.Time) > duration(lease)+skew
}

func duration(lease *coordination.Lease) time.Duration {
	if lease.Spec.LeaseDurationSeconds == nil {
		return Duration
	}
	return time.Duration(*lease.Spec.LeaseDurationSeconds) * time.Second
}

// podIsGone says that the holder's Pod has ended, or that another one has its name, or that it is our own: then the
// holder was an earlier container of it.
func (l *Lock) podIsGone(ctx context.Context, lease *coordination.Lease) bool {
	namespace, name, known := strings.Cut(lease.Annotations[podAnnotation], "/")
	uid := lease.Annotations[uidAnnotation]
	switch {
	case !known || uid == "":
		return false
	case uid == string(l.pod):
		return true
	}
	pod, err := l.client.Core.Pods(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return apierrors.IsNotFound(err)
	}
	return string(pod.UID) != uid || pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

// held is the failure of who comes second.
func (l *Lock) held(lease *coordination.Lease) *event.Failure {
	owner := kube.Ref{Group: "app.k8s.io", Kind: l.options.Owner.Kind, Namespace: l.options.Namespace, Name: l.options.Owner.Name}
	f := &event.Failure{Object: &owner, Reason: "Locked", Hint: "Wait until it has ended, then run the deployer again. Nothing was changed."}
	who := "the process " + holder(lease)
	if namespace, name, known := strings.Cut(lease.Annotations[podAnnotation], "/"); known {
		f.Culprit = &kube.Ref{Version: "v1", Kind: "Pod", Namespace: namespace, Name: name}
		who = f.Culprit.String()
		f.Hint = fmt.Sprintf("Wait until it has ended, or stop it: kubectl delete pod %s -n %s. Then run the deployer again. Nothing was changed.", name, namespace)
	}
	f.Message = "another deployer is at work on it: " + who
	if lease.Spec.AcquireTime != nil {
		f.Message += ", since " + lease.Spec.AcquireTime.UTC().Format(time.DateTime) + " UTC"
	}
	return f
}
