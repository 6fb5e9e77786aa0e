// Package simnode plays the nodes of a cluster, and its storage, for tests that need Pods to become ready, but nothing to
// run: the API server, the scheduler and the controllers are real, the machines are not. It needs no images and no time.
//
// Pods that are bound to a simulated node become ready at once, or succeed at once if they are not to be restarted; those
// that are deleted go at once. Claims of the class StorageClass are bound at once. All of it works on what watches tell.
package simnode

import (
	"context"
	"fmt"
	"sync"

	"github.com/go-logr/logr"
	"k8s.io/client-go/kubernetes"
	"k8s.io/klog/v2"
)

// Simulation is what is played in a cluster.
type Simulation struct {
	stop    context.CancelFunc
	running sync.WaitGroup
}

// Start adds nodes of these names, and the default StorageClass, to a cluster, and plays them until Stop. The error is
// that of the cluster.
func Start(ctx context.Context, client kubernetes.Interface, nodes ...string) (*Simulation, error) {
	s := &Simulation{}
	if err := addStorageClass(ctx, client); err != nil {
		return nil, fmt.Errorf("add StorageClass/%s: %w", StorageClass, err)
	}
	all := make([]*node, len(nodes))
	for i, name := range nodes {
		all[i] = &node{client: client, name: name, address: fmt.Sprintf("192.0.2.%d", i+1)}
		if err := all[i].register(ctx); err != nil {
			return nil, fmt.Errorf("add Node/%s: %w", name, err)
		}
	}
	ctx, s.stop = context.WithCancel(klog.NewContext(context.WithoutCancel(ctx), logr.Discard())) // a watch that ends is no news
	for _, n := range all {
		s.running.Go(func() { n.live(ctx) })
	}
	for _, c := range append(storage(client), kubelet(client, all)) {
		s.running.Go(func() { c.run(ctx) })
	}
	return s, nil
}

// Stop ends the play. What was added stays in the cluster, which finds after a while that the nodes are dead.
func (s *Simulation) Stop() {
	s.stop()
	s.running.Wait()
}
