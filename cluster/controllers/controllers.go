// Package controllers holds what a cloud would bring to a cluster: volumes for claims, and addresses for Services of
// type LoadBalancer. Both are driven by watches.
package controllers

import (
	"context"
	"errors"
	"net/netip"

	"golang.org/x/sync/errgroup"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// Settings is what the controllers have to know of their cluster.
type Settings struct {
	Node          string       // name of the node on which volumes lie
	Volumes       string       // folder of the volumes
	LoadBalancers netip.Prefix // addresses for Services of type LoadBalancer
}

// Set is the controllers of one cluster.
type Set struct {
	client    kubernetes.Interface
	informers informers.SharedInformerFactory
	queues    []*queue
}

// New prepares the controllers.
func New(client kubernetes.Interface, s Settings) *Set {
	set := &Set{client: client, informers: informers.NewSharedInformerFactory(client, 0)}
	set.addProvisioner(s)
	set.addBalancer(s)
	return set
}

// Run runs the controllers until ctx ends.
func (s *Set) Run(ctx context.Context) error {
	s.informers.StartWithContext(ctx)
	defer s.informers.Shutdown()
	for _, synced := range s.informers.WaitForCacheSync(ctx.Done()) {
		if !synced {
			if ctx.Err() != nil {
				return nil
			}
			return errors.New("the cluster's own controllers cannot watch the API server")
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, q := range s.queues {
		group.Go(func() error { q.run(ctx); return nil })
	}
	return group.Wait()
}

// watch has handle called with the key of every object the informer tells of, one at a time, and again after an error.
// The function it returns has it called for all objects.
func (s *Set) watch(name string, informer cache.SharedIndexInformer, handle func(ctx context.Context, key string) error) func() {
	q := newQueue(name, informer, handle)
	s.queues = append(s.queues, q)
	return func() {
		for _, key := range informer.GetStore().ListKeys() {
			q.keys.Add(key)
		}
	}
}
