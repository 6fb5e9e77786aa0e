package apply

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Kinds of which an apply has at least listFrom objects are listed as a whole, which is faster than to get each; but only
// up to listPages pages of listPage objects, as there may be any number of others.
const (
	listFrom  = 8
	listPage  = 500
	listPages = 10
)

// lookup has the live objects of kinds that were listed.
type lookup struct {
	mutex sync.Mutex
	kinds map[schema.GroupVersionKind]map[string]*unstructured.Unstructured
}

// list lists the kinds that have many among the objects. A kind that may not be listed, or has too many objects in the
// cluster, is left out.
func (a applier) list(ctx context.Context, objects []*unstructured.Unstructured) (*lookup, error) {
	many := map[schema.GroupVersionKind]int{}
	for _, o := range objects {
		many[o.GroupVersionKind()]++
	}
	l := &lookup{kinds: map[schema.GroupVersionKind]map[string]*unstructured.Unstructured{}}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for kind, n := range many {
		if n >= listFrom {
			group.Go(func() error { return l.add(inner, a, kind) })
		}
	}
	return l, group.Wait()
}

func (l *lookup) add(ctx context.Context, a applier, kind schema.GroupVersionKind) error {
	found := map[string]*unstructured.Unstructured{}
	options := metav1.ListOptions{Limit: listPage}
	for range listPages {
		var page *unstructured.UnstructuredList
		err := retry(ctx, false, func(ctx context.Context) (err error) {
			page, err = a.at(a.known[kind]).List(ctx, options)
			return err
		})
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case apierrors.IsForbidden(err), apierrors.IsMethodNotSupported(err), apierrors.IsResourceExpired(err), apierrors.IsGone(err):
			return nil // each is asked for by its name instead
		case apierrors.IsNotFound(err): // the kind is not served yet
			page = &unstructured.UnstructuredList{}
		case err != nil:
			return Explain(kube.Ref{Group: kind.Group, Version: kind.Version, Kind: kind.Kind, Name: "*"}, err)
		}
		for i := range page.Items {
			found[page.Items[i].GetName()] = &page.Items[i]
		}
		if options.Continue = page.GetContinue(); options.Continue == "" {
			l.mutex.Lock()
			l.kinds[kind] = found
			l.mutex.Unlock()
			return nil
		}
	}
	return nil
}

// find gives the live object, nil if there is none. known says whether its kind was listed.
func (l *lookup) find(o *unstructured.Unstructured) (live *unstructured.Unstructured, known bool) {
	objects, known := l.kinds[o.GroupVersionKind()]
	return objects[o.GetName()], known
}
