package verifier

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// liveObjects gives the objects of a wait as the cluster has them. An Application among them is not waited for.
func liveObjects(ctx context.Context, o WaitOptions) ([]apply.Applied, error) {
	var live []apply.Applied
	for _, object := range o.Objects {
		if ref := kube.RefOf(object); ref.Group == applications.Group && ref.Kind == "Application" {
			continue
		}
		found, err := liveObject(ctx, o.Target.Client, object, o.Namespace)
		if err != nil {
			return nil, err
		}
		live = append(live, found)
	}
	return live, nil
}

func liveObject(ctx context.Context, c *kube.Client, o *unstructured.Unstructured, namespace string) (apply.Applied, error) {
	ref := kube.RefOf(o)
	m, err := c.Mapper.RESTMapping(ref.GroupKind(), ref.Version)
	if meta.IsNoMatchError(err) {
		return apply.Applied{}, &event.Failure{Stage: StepWait, Object: &ref, Reason: "NoSuchKind", Message: fmt.Sprintf("the cluster has no kind %s in %s", ref.Kind, o.GetAPIVersion()),
			Hint: "Apply its CustomResourceDefinition, or install what brings it."}
	}
	if err != nil {
		return apply.Applied{}, fmt.Errorf("ask the cluster for the kind of %s: %w", ref, err)
	}
	namespaced := m.Scope.Name() == meta.RESTScopeNameNamespace
	at := dynamic.ResourceInterface(c.Dynamic.Resource(m.Resource))
	if namespaced {
		at = c.Dynamic.Resource(m.Resource).Namespace(namespace)
	}
	live, err := at.Get(ctx, o.GetName(), metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err):
		return apply.Applied{}, &event.Failure{Stage: StepWait, Object: &ref, Reason: "NotFound", Message: "it is not there",
			Hint: "Apply it first: chandler apply -f FILE -n " + namespace}
	case err != nil:
		return apply.Applied{}, fmt.Errorf("get %s: %w", ref, err)
	}
	return apply.Applied{Unstructured: live, Resource: apply.Resource{GroupVersionResource: m.Resource, Namespaced: namespaced}}, nil
}
