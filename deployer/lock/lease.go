package lock

import (
	"context"
	"time"

	coordination "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/chandler-dev/chandler/internal/kube"
)

// The annotations that say in which Pod a holder runs.
const (
	podAnnotation = "chandler.dev/holder-pod" // NAMESPACE/NAME
	uidAnnotation = "chandler.dev/holder-pod-uid"
)

var resource = coordination.SchemeGroupVersion.WithResource("leases")

func (l *Lock) ref() kube.Ref {
	return kube.Ref{Group: coordination.GroupName, Version: "v1", Kind: "Lease", Namespace: l.options.Namespace, Name: l.name}
}

func (l *Lock) get(ctx context.Context) (*coordination.Lease, error) {
	return leaseOf(l.leases.Get(ctx, l.name, metav1.GetOptions{}))
}

func (l *Lock) create(ctx context.Context) (*coordination.Lease, error) {
	lease := &coordination.Lease{
		TypeMeta: metav1.TypeMeta{APIVersion: coordination.SchemeGroupVersion.String(), Kind: "Lease"},
		ObjectMeta: metav1.ObjectMeta{Name: l.name, Namespace: l.options.Namespace, Labels: l.options.Labels,
			OwnerReferences: []metav1.OwnerReference{l.options.Owner}},
	}
	l.sign(lease, 0)
	o, err := unstructuredOf(lease)
	if err != nil {
		return nil, err
	}
	return leaseOf(l.leases.Create(kube.Repeatable(ctx), o, metav1.CreateOptions{}))
}

// take makes a Lease ours that was another's. It fails if that has changed in the meantime.
func (l *Lock) take(ctx context.Context, lease *coordination.Lease) (*coordination.Lease, error) {
	lease = lease.DeepCopy()
	transitions := int32(1)
	if lease.Spec.LeaseTransitions != nil {
		transitions += *lease.Spec.LeaseTransitions
	}
	lease.OwnerReferences = []metav1.OwnerReference{l.options.Owner}
	l.sign(lease, transitions)
	return l.update(ctx, lease)
}

// sign writes into a Lease that it is ours from now on.
func (l *Lock) sign(lease *coordination.Lease, transitions int32) {
	now, seconds := metav1.NowMicro(), int32(l.options.Duration/time.Second)
	lease.Spec = coordination.LeaseSpec{HolderIdentity: &l.identity, LeaseDurationSeconds: &seconds,
		AcquireTime: &now, RenewTime: &now, LeaseTransitions: &transitions}
	lease.Annotations = nil
	if l.pod != "" {
		lease.Annotations = map[string]string{podAnnotation: l.options.Pod.String(), uidAnnotation: string(l.pod)}
	}
}

func (l *Lock) update(ctx context.Context, lease *coordination.Lease) (*coordination.Lease, error) {
	o, err := unstructuredOf(lease)
	if err != nil {
		return nil, err
	}
	return leaseOf(l.leases.Update(ctx, o, metav1.UpdateOptions{}))
}

func leaseOf(o *unstructured.Unstructured, err error) (*coordination.Lease, error) {
	if err != nil {
		return nil, err
	}
	lease := &coordination.Lease{}
	return lease, runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, lease)
}

func unstructuredOf(lease *coordination.Lease) (*unstructured.Unstructured, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(lease)
	return &unstructured.Unstructured{Object: content}, err
}
