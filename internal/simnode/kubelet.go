package simnode

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// workers is how many Pods are seen to at once.
const workers = 8

// kubelet sees to the Pods of a node.
type kubelet struct {
	client kubernetes.Interface
	pods   cache.SharedInformer
	queue  workqueue.TypedRateLimitingInterface[string]
	given  atomic.Uint32 // addresses
}

func newKubelet(client kubernetes.Interface, node string) *kubelet {
	here := fields.OneTermEqualSelector("spec.nodeName", node)
	k := &kubelet{client: client, queue: workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())}
	k.pods = cache.NewSharedInformer(cache.NewListWatchFromClient(client.CoreV1().RESTClient(), "pods", "", here), &corev1.Pod{}, 0)
	enqueue := func(o any) {
		if key, err := cache.MetaNamespaceKeyFunc(o); err == nil {
			k.queue.Add(key)
		}
	}
	_, _ = k.pods.AddEventHandler(cache.ResourceEventHandlerFuncs{ // fails only for a stopped informer
		AddFunc: enqueue, UpdateFunc: func(_, o any) { enqueue(o) }})
	return k
}

func (k *kubelet) run(ctx context.Context) {
	ctx = klog.NewContext(ctx, logr.Discard()) // a watch that ends with its cluster is no news
	var working sync.WaitGroup
	working.Go(func() { k.pods.RunWithContext(ctx) })
	for range workers {
		working.Go(func() {
			for k.next(ctx) {
			}
		})
	}
	<-ctx.Done()
	k.queue.ShutDown()
	working.Wait()
}

// next sees to one Pod, and again if that fails, as a real kubelet would. It is false at the end.
func (k *kubelet) next(ctx context.Context) bool {
	key, end := k.queue.Get()
	if end {
		return false
	}
	defer k.queue.Done(key)
	if o, there, err := k.pods.GetStore().GetByKey(key); err == nil && there {
		if err := k.see(ctx, o.(*corev1.Pod)); err != nil {
			k.queue.AddRateLimited(key)
			return true
		}
	}
	k.queue.Forget(key)
	return true
}

// see brings a Pod on: to its end if it is deleted, else to what it is meant to be.
func (k *kubelet) see(ctx context.Context, pod *corev1.Pod) error {
	pods, now := k.client.CoreV1().Pods(pod.Namespace), int64(0)
	var err error
	switch {
	case pod.DeletionTimestamp != nil:
		err = pods.Delete(ctx, pod.Name, metav1.DeleteOptions{GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &pod.UID}})
	case pod.Status.Phase == corev1.PodPending:
		pod = pod.DeepCopy()
		play(pod, k.address())
		_, err = pods.UpdateStatus(ctx, pod, metav1.UpdateOptions{})
	}
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// address gives every Pod one of its own.
func (k *kubelet) address() string {
	n := k.given.Add(1)
	return fmt.Sprintf("198.18.%d.%d", n>>8&255, n&255)
}
