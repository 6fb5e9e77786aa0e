package deployer

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// Cleanup is the last stage of a run that went well: the deployer's own ServiceAccount is removed.
const Cleanup = "cleanup"

const (
	componentLabel    = "app.kubernetes.io/component"
	deployerComponent = "deployer.marketplace.cloud.google.com"
)

// cleanup deletes the ServiceAccounts of the app's deployers; their roles go with the Application. A deployer without
// the right to do so leaves that to the Application, too. It is the last thing a deployer can do in the cluster.
func (r *run) cleanup(ctx context.Context) error {
	accounts := r.Client.Core.ServiceAccounts(r.namespace)
	list, err := accounts.List(ctx, metav1.ListOptions{
		LabelSelector: labels.Set{componentLabel: deployerComponent, nameLabel: r.name}.String()})
	if err != nil {
		r.ended.Message = "the deployer's ServiceAccount is left to the Application: " + err.Error()
		return nil
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
	r.ended.Message = count(deleted, "ServiceAccount") + " of the deployer removed"
	return nil
}
