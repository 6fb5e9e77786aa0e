package deployer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
)

// Cleanup is the last stage of a run that went well: the deployer's own ServiceAccount is removed, and its rights with it.
const Cleanup = "cleanup"

const (
	componentLabel    = "app.kubernetes.io/component"
	deployerComponent = "deployer.marketplace.cloud.google.com"
	rightsComponent   = "deployer-rbac.marketplace.cloud.google.com"
)

// cleanup deletes the ServiceAccounts of the app's deployers. Their roles in the namespace are owned by them from before,
// so that the garbage collector takes those: a deployer that deleted its roles itself could not delete its account any
// more. A deployer without the right to do so leaves both to the Application. It is the last thing a deployer can do in
// the cluster. After a failure all stays, as the deployer is run again with it.
func (r *run) cleanup(ctx context.Context) error {
	accounts := r.Client.Core.ServiceAccounts(r.namespace)
	list, err := accounts.List(ctx, metav1.ListOptions{LabelSelector: r.component(deployerComponent)})
	if err != nil {
		r.ended.Message = "the deployer's ServiceAccount is left to the Application: " + err.Error()
		return nil
	}
	left := ""
	if len(list.Items) > 0 {
		if err := r.handOver(ctx, list.Items[0]); err != nil {
			left = "; its roles are left to the Application: " + err.Error()
		}
	}
	deleted := 0
	for _, a := range list.Items {
		switch err := accounts.Delete(ctx, a.Name, metav1.DeleteOptions{}); {
		case err == nil:
			deleted++
		case !apierrors.IsNotFound(err) && !apierrors.IsUnauthorized(err):
			r.ended.Message = "ServiceAccount " + a.Name + " is left to the Application: " + err.Error()
			return nil
		}
	}
	r.ended.Message = count(deleted, "ServiceAccount") + " of the deployer removed" + left
	return nil
}

func (r *run) component(component string) string {
	return labels.Set{componentLabel: component, nameLabel: r.name}.String()
}

// handOver makes the account the owner of the deployer's roles and bindings in the namespace. Who starts deployers as
// the reference does gives them to the Application: they would outlive the account, and be those of the next of its name.
func (r *run) handOver(ctx context.Context, account corev1.ServiceAccount) error {
	owners := []metav1.OwnerReference{{APIVersion: "v1", Kind: "ServiceAccount", Name: account.Name, UID: account.UID}}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"ownerReferences": owners}})
	if err != nil {
		return err
	}
	var errs []error
	for _, resource := range []string{"roles", "rolebindings"} {
		client := r.Client.Dynamic.Resource(rbacResource(resource)).Namespace(r.namespace)
		list, err := client.List(ctx, metav1.ListOptions{LabelSelector: r.component(rightsComponent)})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, o := range list.Items {
			if slices.ContainsFunc(o.GetOwnerReferences(), func(ref metav1.OwnerReference) bool { return ref.Kind == "ServiceAccount" }) {
				continue
			}
			if _, err := client.Patch(ctx, o.GetName(), types.MergePatchType, patch, metav1.PatchOptions{FieldManager: apply.FieldManager}); err != nil {
				errs = append(errs, fmt.Errorf("%s %s: %w", o.GetKind(), o.GetName(), err))
			}
		}
	}
	return errors.Join(errs...)
}

func rbacResource(name string) schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: name}
}
