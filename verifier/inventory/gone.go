package inventory

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Watch follows a set of objects until they are gone. Objects that come to be owned by one of them while it watches
// count as well: a controller may make some until it learns that its own object is gone.
type Watch struct {
	stop      context.CancelFunc
	running   sync.WaitGroup
	informers map[Resource]cache.SharedIndexInformer
	changed   chan struct{}
	family    map[types.UID]bool
}

// Follow begins to watch the items, all of which are in the namespace or cluster-scoped. Close must be called.
func Follow(ctx context.Context, c *kube.Client, namespace string, items map[types.UID]Item) *Watch {
	ctx, stop := context.WithCancel(klog.NewContext(ctx, logr.Discard())) // a dropped connection is retried, and is no news
	w := &Watch{stop: stop, informers: map[Resource]cache.SharedIndexInformer{}, changed: make(chan struct{}, 1), family: map[types.UID]bool{}}
	for uid, i := range items {
		w.family[uid] = true
		if w.informers[i.Resource] != nil {
			continue
		}
		within := namespace
		if !i.Resource.Namespaced {
			within = ""
		}
		informer := metadatainformer.NewFilteredMetadataInformer(c.Metadata, i.Resource.GVR, within, 0, cache.Indexers{}, nil).Informer()
		_, _ = informer.AddEventHandler(w.handler()) // fails only for a stopped informer
		w.informers[i.Resource] = informer
		w.running.Go(func() { informer.RunWithContext(ctx) })
	}
	return w
}

// Close ends the watching.
func (w *Watch) Close() {
	w.stop()
	w.running.Wait()
}

func (w *Watch) handler() cache.ResourceEventHandler {
	signal := func() {
		select {
		case w.changed <- struct{}{}:
		default:
		}
	}
	return cache.ResourceEventHandlerFuncs{
		AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }, DeleteFunc: func(any) { signal() },
	}
}

// Gone waits until all are gone. tell is called with what is still there whenever that changes. What is left is
// returned with the context's error.
func (w *Watch) Gone(ctx context.Context, tell func(remaining []Item)) ([]Item, error) {
	for _, informer := range w.informers {
		if !cache.WaitFor(ctx, "", informer.HasSyncedChecker()) {
			return nil, ctx.Err()
		}
	}
	told := -1
	for {
		remaining := w.remaining()
		if len(remaining) == 0 {
			return nil, nil
		}
		if len(remaining) != told {
			told = len(remaining)
			tell(remaining)
		}
		select {
		case <-w.changed:
		case <-ctx.Done():
			return remaining, ctx.Err()
		}
	}
}

// remaining are the members of the family that are still there; new ones join it.
func (w *Watch) remaining() []Item {
	present := map[types.UID]Item{}
	for r, informer := range w.informers {
		for _, o := range informer.GetStore().List() {
			if m, ok := o.(*metav1.PartialObjectMetadata); ok {
				present[m.UID] = r.item(m.ObjectMeta)
			}
		}
	}
	all := &Inventory{Items: present}
	still := all.family(w.family)
	for uid := range still {
		w.family[uid] = true
	}
	return sorted(slices.Collect(maps.Values(still)))
}
