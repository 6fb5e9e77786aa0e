package controllers

import (
	"context"
	"log/slog"
	"time"

	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// queue calls handle for objects that changed, and again, ever less often, for those with which it failed.
type queue struct {
	name   string
	keys   workqueue.TypedRateLimitingInterface[string]
	handle func(ctx context.Context, key string) error
}

func newQueue(name string, informer cache.SharedIndexInformer, handle func(context.Context, string) error) *queue {
	q := &queue{
		name: name, handle: handle,
		keys: workqueue.NewTypedRateLimitingQueue(workqueue.NewTypedItemExponentialFailureRateLimiter[string](50*time.Millisecond, 30*time.Second)),
	}
	add := func(object any) {
		if key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(object); err == nil {
			q.keys.Add(key)
		}
	}
	// The informer is not running yet, with which adding a handler cannot fail.
	_, _ = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: add, UpdateFunc: func(_, object any) { add(object) }, DeleteFunc: add,
	})
	return q
}

func (q *queue) run(ctx context.Context) {
	stop := context.AfterFunc(ctx, q.keys.ShutDown)
	defer stop()
	for q.next(ctx) {
	}
}

func (q *queue) next(ctx context.Context) bool {
	key, done := q.keys.Get()
	if done {
		return false
	}
	defer q.keys.Done(key)
	if err := q.handle(ctx, key); err != nil {
		slog.Warn("will try again", "controller", q.name, "object", key, "error", err)
		q.keys.AddRateLimited(key)
		return true
	}
	q.keys.Forget(key)
	return true
}
