package simnode

import (
	"context"
	"encoding/json"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// heartbeat is how often a node says that it lives, well within the 50 s after which the cluster would give it up.
const heartbeat = 10 * time.Second

// leases is the namespace of the nodes' leases.
const leases = "kube-node-lease"

// node is a simulated node. Its address is one of those that are for documentation.
type node struct {
	client        kubernetes.Interface
	name, address string
	lease         *coordinationv1.Lease
}

// register makes the node, and its lease.
func (n *node) register(ctx context.Context) error {
	made, err := n.client.CoreV1().Nodes().Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.name, Labels: map[string]string{
		corev1.LabelHostname: n.name, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64"}}}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	seconds, now := int32(40), metav1.NowMicro()
	n.lease, err = n.client.CoordinationV1().Leases(leases).Create(ctx, &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: n.name, OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: n.name, UID: made.UID}}},
		Spec:       coordinationv1.LeaseSpec{HolderIdentity: &n.name, LeaseDurationSeconds: &seconds, RenewTime: &now},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	patch, err := json.Marshal(map[string]any{"status": n.status()})
	if err != nil {
		return err
	}
	_, err = n.client.CoreV1().Nodes().PatchStatus(ctx, n.name, patch) // a patch, for others write to the node as soon as it is there
	return err
}

// status is that of a node which has room for everything.
func (n *node) status() corev1.NodeStatus {
	now := metav1.Now()
	room := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("10k"), corev1.ResourceMemory: resource.MustParse("1Pi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("1Pi"), corev1.ResourcePods: resource.MustParse("10k"),
	}
	return corev1.NodeStatus{
		Capacity: room, Allocatable: room,
		Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "Simulated",
			LastHeartbeatTime: now, LastTransitionTime: now}},
		Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: n.address}},
		NodeInfo:  corev1.NodeSystemInfo{OperatingSystem: "linux", Architecture: "amd64"},
	}
}

// live renews the lease. A heartbeat that is missed matters no more than a real node's would.
func (n *node) live(ctx context.Context) {
	ticks := time.NewTicker(heartbeat)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		now := metav1.NowMicro()
		n.lease.Spec.RenewTime = &now
		if renewed, err := n.client.CoordinationV1().Leases(leases).Update(ctx, n.lease, metav1.UpdateOptions{}); err == nil {
			n.lease = renewed
		}
	}
}
