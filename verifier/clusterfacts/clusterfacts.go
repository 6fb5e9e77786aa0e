// Package clusterfacts describes a cluster for the constraints of packages: what package fit has to know, read from the
// API server.
//
// It needs no right in particular: what this user may not read is left unknown. To know everything takes the right to
// list nodes, Pods, Deployments and namespaces.
package clusterfacts

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/version"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/schema/fit"
)

// Read describes the cluster of a client that was made by kube.New. An error means that the cluster does not answer
// as a cluster does; what it forbids is unknown instead.
func Read(ctx context.Context, client *kube.Client) (fit.Cluster, error) {
	var c fit.Cluster
	var err error
	if c.Version, err = serverVersion(ctx, client); err != nil {
		return c, err
	}
	if err := nodes(ctx, client, &c); err != nil {
		return c, err
	}
	c.Istio, err = istio(ctx, client)
	return c, err
}

func serverVersion(ctx context.Context, client *kube.Client) (string, error) {
	body, err := client.Typed.Discovery().RESTClient().Get().AbsPath("/version").DoRaw(ctx)
	if unknown, err := refused(err, "read the cluster's version"); unknown || err != nil {
		return "", err
	}
	var info version.Info
	if err := json.Unmarshal(body, &info); err != nil {
		return "", fmt.Errorf("read the cluster's version: %w", err)
	}
	return info.GitVersion, nil
}

// nodes fills in the nodes with what is requested on them.
func nodes(ctx context.Context, client *kube.Client, c *fit.Cluster) error {
	list, err := client.Core.Nodes().List(ctx, metav1.ListOptions{})
	if c.NodesUnknown, err = refused(err, "list nodes"); c.NodesUnknown || err != nil {
		return err
	}
	requested, err := requests(ctx, client)
	if c.RequestsUnknown, err = refused(err, "list Pods"); err != nil {
		return err
	}
	for _, n := range list.Items {
		c.Nodes = append(c.Nodes, node(n, requested[n.Name]))
		if c.Provider == "" {
			c.Provider, _, _ = strings.Cut(n.Spec.ProviderID, "://")
		}
	}
	return nil
}

func node(n corev1.Node, requested corev1.ResourceList) fit.Node {
	out := fit.Node{Name: n.Name, Labels: n.Labels, Cordoned: n.Spec.Unschedulable, Allocatable: room(n.Status.Allocatable), Requested: room(requested)}
	for _, t := range n.Spec.Taints {
		out.Taints = append(out.Taints, fit.Taint{Key: t.Key, Value: t.Value, Effect: string(t.Effect)})
	}
	return out
}

func room(r corev1.ResourceList) fit.Room {
	gpus := r["nvidia.com/gpu"]
	return fit.Room{CPU: *r.Cpu(), Memory: *r.Memory(), GPUs: gpus.Value()}
}

// refused says whether an answer was refused for lack of rights: that is unknown, and no error.
func refused(err error, what string) (unknown bool, _ error) {
	switch {
	case err == nil:
		return false, nil
	case apierrors.IsForbidden(err), apierrors.IsUnauthorized(err):
		return true, nil
	}
	return false, fmt.Errorf("%s: %w", what, err)
}
