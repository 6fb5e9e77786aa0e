// Package objects holds the Kubernetes objects that every cluster has from the start.
package objects

import (
	"context"
	_ "embed"
	"fmt"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
	"sigs.k8s.io/yaml"
)

// Manager is the field manager of these objects.
const Manager = "chandler-cluster"

//go:embed application-crd.yaml
var applicationCRD []byte

var (
	crds         = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
	applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}
)

// InstallApplication installs the kind Application and returns when the API server serves it.
func InstallApplication(ctx context.Context, config *rest.Config) error {
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	crd := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(applicationCRD, &crd.Object); err != nil {
		return fmt.Errorf("read the definition of Application: %w", err)
	}
	if _, err := client.Resource(crds).Apply(ctx, crd.GetName(), crd, v1.ApplyOptions{FieldManager: Manager, Force: true}); err != nil {
		return fmt.Errorf("install the kind Application: %w", err)
	}
	if err := established(ctx, client, crd.GetName()); err != nil {
		return fmt.Errorf("install the kind Application: %w", err)
	}
	return served(ctx, client)
}

func established(ctx context.Context, client dynamic.Interface, name string) error {
	selector := fields.OneTermEqualSelector("metadata.name", name).String()
	list := &cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, o v1.ListOptions) (runtime.Object, error) {
			o.FieldSelector = selector
			return client.Resource(crds).List(ctx, o)
		},
		WatchFuncWithContext: func(ctx context.Context, o v1.ListOptions) (watch.Interface, error) {
			o.FieldSelector = selector
			return client.Resource(crds).Watch(ctx, o)
		},
	}
	_, err := watchtools.UntilWithSync(ctx, list, &unstructured.Unstructured{}, nil, func(e watch.Event) (bool, error) {
		u, ok := e.Object.(*unstructured.Unstructured)
		return ok && hasCondition(u, string(apiextensions.Established)), nil
	})
	return err
}

func hasCondition(u *unstructured.Unstructured, name string) bool {
	conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
	for _, c := range conditions {
		m, ok := c.(map[string]any)
		if ok && m["type"] == name && m["status"] == "True" {
			return true
		}
	}
	return false
}
