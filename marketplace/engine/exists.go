package engine

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube"
)

// exists asks for an object of a namespace that is not on its way out.
func exists(ctx context.Context, c *kube.Client, ref kube.Ref) (bool, error) {
	mapping, err := c.Mapper.RESTMapping(ref.GroupKind(), ref.Version)
	if meta.IsNoMatchError(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("ask the cluster about the kind %s: %w", ref.Kind, err)
	}
	o, err := c.Metadata.Resource(mapping.Resource).Namespace(ref.Namespace).Get(ctx, ref.Name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("get %s: %w", ref, err)
	}
	return o.DeletionTimestamp == nil, nil
}
