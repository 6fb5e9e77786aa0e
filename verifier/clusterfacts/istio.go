package clusterfacts

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema/fit"
)

// What tells of Istio.
const (
	istioGroup   = "networking.istio.io"             // of the kinds that it defines
	istioControl = "app=istiod"                      // on its control plane
	injected     = "istio-injection=enabled"         // on a namespace
	revised      = "istio.io/rev"                    // on a namespace, where there are several control planes
	ambient      = "istio.io/dataplane-mode=ambient" // on a namespace without sidecars
)

// istio tells whether Istio runs. Without its kinds it cannot. With them, a control plane in the cluster shows that it
// does, or a namespace that takes part in the mesh: a managed control plane is not to be seen. Kinds alone are what an
// earlier Istio left behind.
func istio(ctx context.Context, client *kube.Client) (fit.Presence, error) {
	groups, err := client.Discovery.ServerGroups()
	if unknown, err := refused(err, "list the cluster's API groups"); unknown || err != nil {
		return fit.Unknown, err
	}
	served := false
	for _, g := range groups.Groups {
		served = served || g.Name == istioGroup
	}
	if !served {
		return fit.Absent, nil
	}
	forbidden := false
	for _, question := range []func(context.Context, *kube.Client) (bool, error){controlPlane, mesh} {
		found, err := question(ctx, client)
		unknown, err := refused(err, "look for Istio")
		switch {
		case err != nil:
			return fit.Unknown, err
		case found:
			return fit.Present, nil
		}
		forbidden = forbidden || unknown
	}
	if forbidden {
		return fit.Unknown, nil
	}
	return fit.Absent, nil
}

// controlPlane looks for istiod.
func controlPlane(ctx context.Context, client *kube.Client) (bool, error) {
	list, err := client.Typed.AppsV1().Deployments(metav1.NamespaceAll).List(ctx, metav1.ListOptions{LabelSelector: istioControl})
	if err != nil {
		return false, err
	}
	for _, d := range list.Items {
		if d.Spec.Replicas == nil || *d.Spec.Replicas > 0 {
			return true, nil
		}
	}
	return false, nil
}

// mesh looks for a namespace that takes part in a mesh.
func mesh(ctx context.Context, client *kube.Client) (bool, error) {
	for _, selector := range []string{injected, revised, ambient} {
		list, err := client.Core.Namespaces().List(ctx, metav1.ListOptions{LabelSelector: selector, Limit: 1})
		if err != nil || len(list.Items) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}
