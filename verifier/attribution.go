package verifier

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// oursOnly leaves out cluster-scoped objects that others made meanwhile. On a shared cluster that happens; the random
// name of the verification tells them apart, as what belongs to the package bears it somewhere.
func (r *run) oursOnly(ctx context.Context, items []inventory.Item) ([]inventory.Item, error) {
	var ours []inventory.Item
	for _, i := range items {
		if i.Group == "" && i.Kind == "Namespace" && i.Name == r.namespace {
			continue // the verification's own
		}
		mine, err := r.ours(ctx, i)
		if err != nil {
			return nil, err
		}
		if mine {
			ours = append(ours, i)
		}
	}
	return ours, nil
}

// ours says whether an object belongs to the verification.
func (r *run) ours(ctx context.Context, i inventory.Item) (bool, error) {
	if i.Namespace == r.namespace || i.Meta.Labels[provision.LabelName] == r.name || strings.Contains(i.Name, r.name) {
		return true, nil
	}
	for _, owner := range i.Meta.OwnerReferences {
		if owner.Name == r.namespace {
			return true, nil
		}
	}
	if r.deployment != nil {
		for _, a := range r.deployment.applied {
			if a.GroupKind() == i.GroupKind() && a.Namespace == "" && a.Name == i.Name {
				return true, nil
			}
		}
	}
	o, err := r.options.Target.Client.Dynamic.Resource(i.Resource.GVR).Get(ctx, i.Name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err), apierrors.IsForbidden(err): // gone meanwhile, or not for us to see
		return false, nil
	case err != nil:
		return false, fmt.Errorf("get %s: %w", i, err)
	}
	o.SetManagedFields(nil)
	content, err := json.Marshal(o)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", i, err)
	}
	return strings.Contains(string(content), r.namespace), nil
}
