package deployer

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/kube"
)

// LookupIn makes lookup read from a cluster what the client may read there. An error names the kind and the right that
// is missing.
func LookupIn(c *kube.Client) render.Lookup {
	return func(ctx context.Context, apiVersion, kind, namespace, name string) (map[string]any, error) {
		gvk := schema.FromAPIVersionAndKind(apiVersion, kind)
		m, err := c.Mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
		if meta.IsNoMatchError(err) {
			return map[string]any{}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("ask the cluster for the kind %s of %s: %w", kind, apiVersion, err)
		}
		client := dynamic.ResourceInterface(c.Dynamic.Resource(m.Resource))
		if namespace != "" && m.Scope.Name() == meta.RESTScopeNameNamespace {
			client = c.Dynamic.Resource(m.Resource).Namespace(namespace)
		}
		found, err := read(ctx, client, name)
		switch {
		case apierrors.IsNotFound(err):
			return map[string]any{}, nil
		case apierrors.IsForbidden(err):
			return nil, mayNotLookup(m, namespace, name, err)
		case err != nil:
			return nil, fmt.Errorf("look up %s %s: %w", kind, name, err)
		}
		return found, nil
	}
}

// read gives one object, or the list of all if name is empty.
func read(ctx context.Context, client dynamic.ResourceInterface, name string) (map[string]any, error) {
	if name == "" {
		list, err := client.List(ctx, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		return list.UnstructuredContent(), nil
	}
	o, err := client.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	return o.UnstructuredContent(), nil
}

func mayNotLookup(m *meta.RESTMapping, namespace, name string, err error) error {
	verb, role := "get", "ClusterRole"
	if name == "" {
		verb = "list"
	}
	if namespace != "" && m.Scope.Name() == meta.RESTScopeNameNamespace {
		role = "Role (for the app's namespace; a ClusterRole for others)"
	}
	what := m.GroupVersionKind.Kind
	if name != "" {
		what += " " + name
	}
	return fmt.Errorf("lookup may not %s %s: declare in x-google-marketplace.deployerServiceAccount.roles of schema.yaml a %s with a rule for apiGroups %q, resources %q, verb %s; the server says: %w",
		verb, what, role, m.Resource.Group, m.Resource.Resource, verb, err)
}
