// Package simnode plays a node of a cluster for tests that need Pods to become ready, but nothing to run: the API
// server, the scheduler and the controllers are real, the machine is not. It needs no images and no time.
//
// Pods that are bound to it become ready at once, or succeed at once if they are not to be restarted; those that are
// deleted go at once. It works on what its watches tell.
package simnode

import (
	"context"
	"fmt"
	"sync"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// heartbeat is how often the node says that it lives, well within the 50 s after which the cluster would give it up.
const heartbeat = 10 * time.Second

// leases is the namespace of the nodes' leases.
const leases = "kube-node-lease"

// address is that of the node: one of those that are for documentation.
const address = "192.0.2.1"

// Node is a simulated node that takes part in a cluster.
type Node struct {
	client  kubernetes.Interface
	name    string
	stop    context.CancelFunc
	running sync.WaitGroup
	lease   *coordinationv1.Lease
}

// Start adds a node of that name to a cluster and plays it until Stop. hostname is its label kubernetes.io/hostname: that
// of a node whose volumes are to be used here. The error is that of the cluster.
func Start(ctx context.Context, client kubernetes.Interface, name, hostname string) (*Node, error) {
	n := &Node{client: client, name: name}
	if err := n.register(ctx, hostname); err != nil {
		return nil, fmt.Errorf("add the simulated node %s: %w", name, err)
	}
	ctx, n.stop = context.WithCancel(context.WithoutCancel(ctx))
	n.running.Go(func() { n.live(ctx) })
	n.running.Go(func() { newKubelet(client, name).run(ctx) })
	return n, nil
}

// Stop ends the play. The node stays in the cluster, which finds after a while that it is dead.
func (n *Node) Stop() {
	n.stop()
	n.running.Wait()
}

// register makes the node, and its lease.
func (n *Node) register(ctx context.Context, hostname string) error {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.name, Labels: map[string]string{
		corev1.LabelHostname: hostname, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64"}}}
	node, err := n.client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	holder, seconds, now := n.name, int32(40), metav1.NowMicro()
	n.lease, err = n.client.CoordinationV1().Leases(leases).Create(ctx, &coordinationv1.Lease{
		ObjectMeta: metav1.ObjectMeta{Name: n.name, OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: n.name, UID: node.UID}}},
		Spec:       coordinationv1.LeaseSpec{HolderIdentity: &holder, LeaseDurationSeconds: &seconds, RenewTime: &now},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	node.Status = status()
	_, err = n.client.CoreV1().Nodes().UpdateStatus(ctx, node, metav1.UpdateOptions{})
	return err
}

// status is that of a node which has room for everything.
func status() corev1.NodeStatus {
	now := metav1.Now()
	room := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("10k"), corev1.ResourceMemory: resource.MustParse("1Pi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("1Pi"), corev1.ResourcePods: resource.MustParse("10k"),
	}
	return corev1.NodeStatus{
		Capacity: room, Allocatable: room,
		Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "Simulated",
			LastHeartbeatTime: now, LastTransitionTime: now}},
		Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: address}},
		NodeInfo:  corev1.NodeSystemInfo{OperatingSystem: "linux", Architecture: "amd64", KubeletVersion: "v1.36.3"},
	}
}

// live renews the lease. A heartbeat that is missed matters no more than a real node's would.
func (n *Node) live(ctx context.Context) {
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
