package simnode

import (
	"context"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// workers is how many objects of a kind are seen to at once.
const workers = 8

// controller sees to the objects of a kind as they come and change.
type controller[T runtime.Object] struct {
	objects cache.SharedInformer
	queue   workqueue.TypedRateLimitingInterface[string]
	see     func(context.Context, T) error
}

// control has see called with every object of a core resource, and again after an error, as a real controller would.
// One that is gone meanwhile is no error.
func control[T runtime.Object](client kubernetes.Interface, resource string, example T, see func(context.Context, T) error) *controller[T] {
	c := &controller[T]{see: see, queue: workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())}
	c.objects = cache.NewSharedInformer(cache.NewListWatchFromClient(client.CoreV1().RESTClient(), resource, "", fields.Everything()), example, 0)
	enqueue := func(o any) {
		if key, err := cache.MetaNamespaceKeyFunc(o); err == nil {
			c.queue.Add(key)
		}
	}
	_, _ = c.objects.AddEventHandler(cache.ResourceEventHandlerFuncs{ // fails only for a stopped informer
		AddFunc: enqueue, UpdateFunc: func(_, o any) { enqueue(o) }})
	return c
}

func (c *controller[T]) run(ctx context.Context) {
	var working sync.WaitGroup
	working.Go(func() { c.objects.RunWithContext(ctx) })
	for range workers {
		working.Go(func() {
			for c.next(ctx) {
			}
		})
	}
	<-ctx.Done()
	c.queue.ShutDown()
	working.Wait()
}

// next sees to one object. It is false at the end.
func (c *controller[T]) next(ctx context.Context) bool {
	key, end := c.queue.Get()
	if end {
		return false
	}
	defer c.queue.Done(key)
	o, there, err := c.objects.GetStore().GetByKey(key)
	if there && err == nil {
		err = c.see(ctx, o.(T).DeepCopyObject().(T))
	}
	if err != nil && !apierrors.IsNotFound(err) {
		c.queue.AddRateLimited(key)
	} else {
		c.queue.Forget(key)
	}
	return true
}
