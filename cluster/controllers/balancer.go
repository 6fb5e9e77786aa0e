package controllers

import (
	"context"
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
)

// balancer gives each Service of type LoadBalancer an address. kube-proxy makes it work, in the node; a route leads
// there from the host.
type balancer struct {
	client   kubernetes.Interface
	services corelisters.ServiceLister
	events   record.EventRecorder
	pool     netip.Prefix
	given    map[netip.Addr]string // to which Service; as the lister lags behind what was just written
}

func (s *Set) addBalancer(settings Settings) {
	services := s.informers.Core().V1().Services()
	b := &balancer{
		client: s.client, services: services.Lister(), events: newRecorder(s.client, "chandler-load-balancer"),
		pool: settings.LoadBalancers, given: map[netip.Addr]string{},
	}
	s.watch("load balancer", services.Informer(), b.handle)
}

func (b *balancer) handle(ctx context.Context, key string) error {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return err
	}
	service, err := b.services.Services(namespace).Get(name)
	if errors.IsNotFound(err) {
		b.release(key)
		return nil
	}
	if err != nil {
		return err
	}
	current := addressOf(service)
	wants := service.Spec.Type == corev1.ServiceTypeLoadBalancer && service.Spec.LoadBalancerClass == nil && service.DeletionTimestamp == nil
	switch {
	case wants && b.pool.Contains(current):
		b.given[current] = key
		return nil
	case wants:
		return b.give(ctx, service, key)
	case b.pool.Contains(current):
		b.release(key)
		return b.write(ctx, service, nil)
	}
	b.release(key)
	return nil
}

// give chooses an address and writes it into the Service's status.
func (b *balancer) give(ctx context.Context, service *corev1.Service, key string) error {
	address, err := b.choose(service, key)
	if err != nil {
		b.events.Event(service, corev1.EventTypeWarning, "NoAddress", err.Error())
		return err // an address may get free
	}
	b.given[address] = key
	mode := corev1.LoadBalancerIPModeVIP
	return b.write(ctx, service, []corev1.LoadBalancerIngress{{IP: address.String(), IPMode: &mode}})
}

// choose returns the address the Service asks for, or else the first free one.
func (b *balancer) choose(service *corev1.Service, key string) (netip.Addr, error) {
	taken, err := b.taken(key)
	if err != nil {
		return netip.Addr{}, err
	}
	if wish := service.Spec.LoadBalancerIP; wish != "" {
		address, err := netip.ParseAddr(wish)
		if err != nil || !b.pool.Contains(address) || taken[address] {
			return netip.Addr{}, fmt.Errorf("the address %s cannot be given: it has to be a free one of %s", wish, b.pool)
		}
		return address, nil
	}
	for a := b.pool.Addr().Next(); b.pool.Contains(a); a = a.Next() {
		if !taken[a] {
			return a, nil
		}
	}
	return netip.Addr{}, fmt.Errorf("all addresses of %s are in use: delete Services of type LoadBalancer", b.pool)
}

// taken lists the addresses of all other Services.
func (b *balancer) taken(key string) (map[netip.Addr]bool, error) {
	services, err := b.services.List(labels.Everything())
	if err != nil {
		return nil, err
	}
	taken := map[netip.Addr]bool{}
	for _, s := range services {
		if a := addressOf(s); a.IsValid() && s.Namespace+"/"+s.Name != key {
			taken[a] = true
		}
	}
	for a, owner := range b.given {
		if owner != key {
			taken[a] = true
		}
	}
	return taken, nil
}

func (b *balancer) release(key string) {
	for a, owner := range b.given {
		if owner == key {
			delete(b.given, a)
		}
	}
}

func (b *balancer) write(ctx context.Context, service *corev1.Service, ingress []corev1.LoadBalancerIngress) error {
	changed := service.DeepCopy()
	changed.Status.LoadBalancer.Ingress = ingress
	_, err := b.client.CoreV1().Services(service.Namespace).UpdateStatus(ctx, changed, v1.UpdateOptions{})
	if errors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write the address of Service/%s: %w", service.Name, err)
	}
	return nil
}

// addressOf returns the address the Service has been given, which is not valid if none.
func addressOf(s *corev1.Service) netip.Addr {
	for _, i := range s.Status.LoadBalancer.Ingress {
		if a, err := netip.ParseAddr(i.IP); err == nil {
			return a
		}
	}
	return netip.Addr{}
}
