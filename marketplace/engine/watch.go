package engine

import (
	"context"
	"reflect"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/report"
)

const (
	// coalescing is for how long changes are gathered before the status is made up anew.
	coalescing = 200 * time.Millisecond
	// patience is the pause before a cluster that gave no answer is asked again.
	patience = 5 * time.Second
)

// watched are the kinds that every instance has, or that say what ails it.
var watched = []schema.GroupVersionResource{
	applications, {Group: "batch", Version: "v1", Resource: "jobs"}, {Version: "v1", Resource: "pods"},
	{Version: "v1", Resource: "events"}, {Version: "v1", Resource: "persistentvolumeclaims"},
}

// Watch tells how an instance is, now and whenever that changes, until ctx is over, with which the channel is closed.
// Who is slow to receive gets the newest status and misses some in between. While the cluster gives no answer the state
// is Unknown.
func Watch(ctx context.Context, t Target) (<-chan *InstanceStatus, error) {
	target, err := t.open()
	if err != nil {
		return nil, err
	}
	w := &watcher{target: t, client: target.Client, informers: map[schema.GroupVersionResource]bool{},
		changed: make(chan struct{}, 1), out: make(chan *InstanceStatus, 1)}
	go w.run(ctx)
	return w.out, nil
}

type watcher struct {
	target    Target
	client    *kube.Client
	informers map[schema.GroupVersionResource]bool
	running   sync.WaitGroup
	changed   chan struct{}
	out       chan *InstanceStatus
}

func (w *watcher) run(ctx context.Context) {
	defer close(w.out)
	defer w.running.Wait()
	for _, r := range watched {
		w.follow(ctx, r)
	}
	var told *InstanceStatus
	for ctx.Err() == nil {
		status, again := w.look(ctx)
		if ctx.Err() != nil {
			return
		}
		if !reflect.DeepEqual(status, told) {
			told = status
			w.send(status)
		}
		w.rest(ctx, again)
	}
}

// look makes up the status, and follows the kinds that are in it. again is after how long to look in any case.
func (w *watcher) look(ctx context.Context) (status *InstanceStatus, again <-chan time.Time) {
	status, err := Status(ctx, w.target)
	if err != nil {
		return &InstanceStatus{State: Unknown, Reason: err.Error()}, time.After(patience)
	}
	if status.App != nil {
		w.followKinds(ctx, status.App.Objects)
	}
	return status, nil
}

func (w *watcher) followKinds(ctx context.Context, objects []*report.ObjectStatus) {
	for _, o := range objects {
		if m, err := w.client.Mapper.RESTMapping(o.GroupKind(), o.Version); err == nil {
			w.follow(ctx, m.Resource)
		}
		w.followKinds(ctx, o.Owns)
	}
}

// follow watches the objects of a kind, once.
func (w *watcher) follow(ctx context.Context, r schema.GroupVersionResource) {
	if w.informers[r] {
		return
	}
	w.informers[r] = true
	informer := metadatainformer.NewFilteredMetadataInformer(w.client.Metadata, r, w.target.Namespace, 0, cache.Indexers{}, nil).Informer()
	signal := func() {
		select {
		case w.changed <- struct{}{}:
		default: // it is known already that something has changed
		}
	}
	_, _ = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{ // fails only for a stopped informer
		AddFunc: func(any) { signal() }, UpdateFunc: func(any, any) { signal() }, DeleteFunc: func(any) { signal() },
	})
	quiet := klog.NewContext(ctx, logr.Discard()) // a dropped connection is retried, and is no news
	w.running.Go(func() { informer.RunWithContext(quiet) })
}

// send puts a status in the place of one that nobody has taken yet.
func (w *watcher) send(status *InstanceStatus) {
	select {
	case <-w.out:
	default:
	}
	w.out <- status
}

// rest waits until something has changed, and a little more for what changes with it.
func (w *watcher) rest(ctx context.Context, again <-chan time.Time) {
	select {
	case <-ctx.Done():
		return
	case <-again:
		return
	case <-w.changed:
	}
	gathered := time.NewTimer(coalescing)
	defer gathered.Stop()
	select {
	case <-ctx.Done():
	case <-gathered.C:
	}
	select {
	case <-w.changed:
	default:
	}
}
