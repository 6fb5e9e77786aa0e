package ready

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
)

// partialClient lists and watches the metadata of objects alone: to find what the app's objects own, no more is needed,
// and a namespace may have thousands of others.
type partialClient struct {
	dynamic.ResourceInterface // only List and Watch are ever called
	kind                      schema.GroupVersionKind
	metadata                  metadata.ResourceInterface
}

// partial says that a watch shows metadata alone.
func (f *feed) partial() bool {
	_, is := f.client.(partialClient)
	return is
}

// List gives the objects with their metadata, apiVersion and kind.
func (p partialClient) List(ctx context.Context, o metav1.ListOptions) (*unstructured.UnstructuredList, error) {
	page, err := p.metadata.List(ctx, o)
	if err != nil {
		return nil, err
	}
	list := &unstructured.UnstructuredList{}
	list.SetResourceVersion(page.ResourceVersion)
	for i := range page.Items {
		list.Items = append(list.Items, *p.object(&page.Items[i]))
	}
	return list, nil
}

// Watch gives the events with such objects.
func (p partialClient) Watch(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
	w, err := p.metadata.Watch(ctx, o)
	if err != nil {
		return nil, err
	}
	return watch.Filter(w, func(e watch.Event) (watch.Event, bool) {
		if m, ok := e.Object.(*metav1.PartialObjectMetadata); ok {
			e.Object = p.object(m)
		}
		return e, true
	}), nil
}

// object gives metadata the shape that all objects have here.
func (p partialClient) object(m *metav1.PartialObjectMetadata) *unstructured.Unstructured {
	m.ManagedFields = nil
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(m)
	if err != nil { // metadata always converts
		content = map[string]any{}
	}
	o := &unstructured.Unstructured{Object: content}
	o.SetGroupVersionKind(p.kind)
	return o
}
