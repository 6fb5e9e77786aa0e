// Package inventory lists what stands in a namespace and in the cluster around it, of every kind there is, so that a
// verification can tell what a package made and what it left behind.
package inventory

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
)

// parallel is how many lists are asked for at once; more than this only queues in the API server.
const parallel = 32

// pageSize bounds the answer to one request.
const pageSize = 500

// Item is one object, without its content.
type Item struct {
	kube.Ref
	Resource Resource
	Meta     metav1.ObjectMeta
}

// Deleting says whether the object is on its way out.
func (i Item) Deleting() bool { return i.Meta.DeletionTimestamp != nil }

// Inventory is what stood there at one moment.
type Inventory struct {
	// Namespace is whose objects are in it, beside the cluster-scoped ones; empty if it has only those.
	Namespace string
	Items     map[types.UID]Item
	// Unseen are the kinds that could not be listed, with the reason.
	Unseen map[string]error
	// seen are the kinds that were listed: true for namespaced ones.
	seen map[schema.GroupKind]bool
}

// Take lists the objects of all resources: in the namespace, if it is not empty, and of the cluster. A kind that the
// user may not list, or whose API is down, ends up in Unseen; an error means that the cluster did not answer.
func Take(ctx context.Context, c *kube.Client, resources []Resource, namespace string) (*Inventory, error) {
	inv := &Inventory{Namespace: namespace, Items: map[types.UID]Item{}, Unseen: map[string]error{}, seen: map[schema.GroupKind]bool{}}
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(parallel)
	for _, r := range resources {
		if r.Namespaced && namespace == "" {
			continue
		}
		g.Go(func() error {
			items, err := list(ctx, c, r, namespace)
			mu.Lock()
			defer mu.Unlock()
			if err != nil && !tolerable(err) {
				return fmt.Errorf("list %s: %w", r.GVR.GroupResource(), err)
			}
			if err != nil {
				inv.Unseen[r.GVR.GroupResource().String()] = err
			} else {
				inv.seen[schema.GroupKind{Group: r.GVR.Group, Kind: r.Kind}] = r.Namespaced
			}
			for _, i := range items {
				inv.Items[i.Meta.UID] = i
			}
			return nil
		})
	}
	return inv, g.Wait()
}

// tolerable says whether one kind is out of reach but the cluster is not.
func tolerable(err error) bool {
	var status apierrors.APIStatus
	return errors.As(err, &status) && !apierrors.IsUnauthorized(err) && !apierrors.IsTooManyRequests(err)
}

func list(ctx context.Context, c *kube.Client, r Resource, namespace string) ([]Item, error) {
	var items []Item
	options := metav1.ListOptions{Limit: pageSize}
	for {
		page, err := r.client(c, namespace).List(ctx, options)
		if apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err) {
			return items, nil // the kind is gone since discovery, or cannot be listed after all
		}
		if err != nil {
			return items, err
		}
		for _, m := range page.Items {
			items = append(items, r.item(m.ObjectMeta))
		}
		if options.Continue = page.Continue; options.Continue == "" {
			return items, nil
		}
	}
}

// Sorted gives the items by kind and name.
func (inv *Inventory) Sorted() []Item { return sorted(slices.Collect(maps.Values(inv.Items))) }

func sorted(items []Item) []Item {
	slices.SortFunc(items, func(a, b Item) int {
		switch {
		case a.Less(b.Ref):
			return -1
		case b.Less(a.Ref):
			return 1
		}
		return 0
	})
	return items
}

// Owned gives what is owned by the object of that uid, directly or through others, and the object itself if it is there.
func (inv *Inventory) Owned(root types.UID) map[types.UID]Item {
	return inv.family(map[types.UID]bool{root: true})
}

// family gives what is there of the objects of those uids, and of what they own, directly or through others.
func (inv *Inventory) family(roots map[types.UID]bool) map[types.UID]Item {
	children := map[types.UID][]types.UID{}
	for uid, item := range inv.Items {
		for _, ref := range item.Meta.OwnerReferences {
			children[ref.UID] = append(children[ref.UID], uid)
		}
	}
	found := map[types.UID]Item{}
	queue := slices.Collect(maps.Keys(roots))
	for len(queue) > 0 {
		uid := queue[0]
		queue = queue[1:]
		if item, there := inv.Items[uid]; there {
			found[uid] = item
		}
		for _, child := range children[uid] {
			if _, known := found[child]; !known && !roots[child] {
				found[child] = inv.Items[child]
				queue = append(queue, child)
			}
		}
	}
	return found
}
