package ready

import (
	"context"
	"errors"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube"
)

// feed is one watch: of a resource in the app's namespace, or of one cluster-scoped object.
type feed struct {
	resource schema.GroupVersionResource
	name     string // of the cluster-scoped object; empty for all
	client   dynamic.ResourceInterface
}

// change is what a watch has shown.
type change struct {
	feed    *feed
	objects []*unstructured.Unstructured
	// all says that objects are all there are; gone that the one object was deleted.
	all, gone bool
	// err says that the feed ended for good: its reader has no right to watch.
	err error
}

// The pauses between tries to list or watch.
const (
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// follow lists, then watches from there on, and starts over when the server has forgotten where it was. It ends
// with the context, or when it has no right to go on, which it tells.
func (f *feed) follow(ctx context.Context, changes chan<- change) {
	for wait := firstPause; ; wait = min(2*wait, longestPause) {
		began := time.Now()
		err := f.listAndWatch(ctx, changes)
		if ctx.Err() != nil {
			return
		}
		if apierrors.IsForbidden(err) || apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err) {
			f.send(ctx, changes, change{err: err})
			return
		}
		if time.Since(began) > longestPause {
			wait = firstPause
		}
		_ = kube.Pause(ctx, wait) // the loop sees the end
	}
}

func (f *feed) listAndWatch(ctx context.Context, changes chan<- change) error {
	list, err := f.client.List(ctx, f.options(""))
	if err != nil {
		return err
	}
	c := change{all: true}
	for i := range list.Items {
		c.objects = append(c.objects, &list.Items[i])
	}
	f.send(ctx, changes, c)
	version := list.GetResourceVersion()
	for wait := firstPause; ctx.Err() == nil; wait = min(2*wait, longestPause) {
		began := time.Now()
		w, err := f.client.Watch(ctx, f.options(version))
		if err != nil {
			return err
		}
		version, err = f.read(ctx, w, version, changes)
		w.Stop()
		if err != nil {
			return err
		}
		if time.Since(began) > time.Second {
			wait = firstPause
		}
		_ = kube.Pause(ctx, wait) // a server or a proxy ends watches now and then
	}
	return ctx.Err()
}

var errWatch = errors.New("the server ended the watch with an error")

// read takes the events of a watch until it ends, and gives the version to go on from.
func (f *feed) read(ctx context.Context, w watch.Interface, version string, changes chan<- change) (string, error) {
	for {
		select {
		case <-ctx.Done():
			return version, nil
		case e, open := <-w.ResultChan():
			if !open {
				return version, nil
			}
			o, ok := e.Object.(*unstructured.Unstructured)
			if e.Type == watch.Error || !ok {
				return version, errWatch
			}
			version = o.GetResourceVersion()
			if e.Type != watch.Bookmark {
				f.send(ctx, changes, change{objects: []*unstructured.Unstructured{o}, gone: e.Type == watch.Deleted})
			}
		}
	}
}

func (f *feed) options(version string) metav1.ListOptions {
	o := metav1.ListOptions{ResourceVersion: version, AllowWatchBookmarks: version != ""}
	if f.name != "" {
		o.FieldSelector = fields.OneTermEqualSelector("metadata.name", f.name).String()
	}
	return o
}

func (f *feed) send(ctx context.Context, changes chan<- change, c change) {
	c.feed = f
	select {
	case changes <- c:
	case <-ctx.Done():
	}
}
