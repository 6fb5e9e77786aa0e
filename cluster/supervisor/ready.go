package supervisor

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// awaitReady returns when Pods can be made and run: the node is ready and takes Pods, the default service account is
// there, names are resolved.
func (s *Supervisor) awaitReady(ctx context.Context, config *rest.Config) error {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	core := client.CoreV1().RESTClient()
	group, ctx := errgroup.WithContext(ctx)
	await := func(what string, list *cache.ListWatch, example runtime.Object, done func(runtime.Object) bool) {
		group.Go(func() error {
			return s.progress.wait(what, func() error { return until(ctx, list, example, done) })
		})
	}
	named := func(name string) fields.Selector { return fields.OneTermEqualSelector("metadata.name", name) }
	await(theNode, cache.NewListWatchFromClient(core, "nodes", "", named(s.settings.Node)), &corev1.Node{}, s.nodeReady)
	await("the default service account", cache.NewListWatchFromClient(core, "serviceaccounts", "default", named("default")), &corev1.ServiceAccount{}, exists)
	await("the certificate for service accounts", cache.NewListWatchFromClient(core, "configmaps", "default", named("kube-root-ca.crt")), &corev1.ConfigMap{}, exists)
	group.Go(func() error { return s.progress.wait("name resolution", func() error { return s.resolves(ctx) }) })
	return group.Wait()
}

// theNode is what nodeReady waits for.
const theNode = "the node"

// nodeReady is true of a node that has reported itself ready since this start and takes Pods.
func (s *Supervisor) nodeReady(object runtime.Object) bool {
	node, ok := object.(*corev1.Node)
	if !ok {
		return false
	}
	why := s.notReady(node)
	if why != "" {
		s.progress.because(theNode, why)
	}
	return why == ""
}

// notReady says why Pods cannot run on the node; it is empty if they can.
func (s *Supervisor) notReady(node *corev1.Node) string {
	for _, c := range node.Status.Conditions {
		switch {
		case c.Type != corev1.NodeReady:
		// Kept state may say "ready" of the time before. The kubelet reports once, in whole seconds, and then for
		// minutes only what changes: a report of the very second of the start counts.
		case c.LastHeartbeatTime.Unix() < s.order.StartedAt.Unix():
			return "the kubelet has not reported since the start"
		case c.Status != corev1.ConditionTrue:
			return c.Message
		case len(node.Spec.Taints) > 0:
			return "it has the taint " + node.Spec.Taints[0].Key
		default:
			return ""
		}
	}
	return "the kubelet has not reported"
}

func exists(runtime.Object) bool { return true }

// until watches until done is true of an object.
func until(ctx context.Context, list *cache.ListWatch, example runtime.Object, done func(runtime.Object) bool) error {
	_, err := watchtools.UntilWithSync(ctx, list, example, nil, func(e watch.Event) (bool, error) {
		return e.Type != watch.Deleted && done(e.Object), nil
	})
	return err
}

// resolves waits until the cluster's DNS answers for the API server's name.
func (s *Supervisor) resolves(ctx context.Context) error {
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	var last error
	for {
		addresses, err := lookup(ctx, s.settings.Plan.Node(), "kubernetes.default.svc.cluster.local.")
		if err == nil && len(addresses) == 1 && addresses[0] == s.settings.Plan.Kubernetes().String() {
			return nil
		}
		last = err
		select {
		case <-pause.C:
		case <-ctx.Done():
			return fmt.Errorf("%w (last answer: %w)", context.Cause(ctx), last)
		}
	}
}

func unversioned(config *rest.Config) *rest.Config {
	c := rest.CopyConfig(config)
	c.NegotiatedSerializer = scheme.Codecs.WithoutConversion()
	c.Timeout = time.Second
	return c
}
