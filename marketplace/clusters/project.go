package clusters

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
)

// The labels of what the store makes on a cluster. LabelWorkspace says whose a project is.
const (
	LabelManagedBy = "app.kubernetes.io/managed-by"
	LabelWorkspace = "chandler.dev/workspace"
	ManagedBy      = "chandler-store"
)

// labelPodSecurity holds the Pods of a namespace to a Pod Security Standard, and podSecurity is the one of projects: no
// privileged Pods, none on the node's network or files.
const (
	labelPodSecurity = "pod-security.kubernetes.io/enforce"
	podSecurity      = "baseline"
)

// PodSecurity are the labels by which a namespace is held to what projects are held to.
func PodSecurity() map[string]string { return map[string]string{labelPodSecurity: podSecurity} }

var (
	namespaces   = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
	roleBindings = schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "rolebindings"}
)

// ErrNotOurs says that a namespace is not one that the store made for the workspace.
var ErrNotOurs = errors.New("the store did not make it for this workspace")

// PrepareProject makes the namespace of a project, with the rights of its roles. labels go onto the namespace; among
// them must be LabelWorkspace. A namespace that is there already must bear the same one: else the error wraps ErrNotOurs.
func (c *Cluster) PrepareProject(ctx context.Context, namespace string, labels map[string]string) error {
	workspace := labels[LabelWorkspace]
	if workspace == "" {
		return fmt.Errorf("project %s: the label %s is missing", namespace, LabelWorkspace)
	}
	if len(validation.IsDNS1123Label(namespace)) > 0 || reserved(namespace) {
		return fmt.Errorf("%q cannot be the name of a project: choose one with small letters, digits and - that is not the cluster's own", namespace)
	}
	if err := c.checkNamespace(ctx, namespace, workspace); err != nil && !apierrors.IsNotFound(err) {
		return err
	}
	all := map[string]any{}
	for key, value := range labels {
		all[key] = value
	}
	maps.Copy(all, managed())
	all[labelPodSecurity] = podSecurity
	o := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Namespace",
		"metadata": map[string]any{"name": namespace, "labels": all}}}
	if err := c.apply(ctx, namespaces, o); err != nil {
		return err
	}
	for _, b := range projectBindings(namespace) {
		if err := c.apply(ctx, roleBindings, b); err != nil {
			return err
		}
	}
	return nil
}

// projectBindings give the roles of a project their rights in its namespace.
func projectBindings(namespace string) []*unstructured.Unstructured {
	in := func(role Role, name, clusterRole string) *unstructured.Unstructured {
		return binding("RoleBinding", namespace, prefix+name, clusterRole, Group(namespace, role))
	}
	return []*unstructured.Unstructured{
		in(Admin, "admin", "cluster-admin"), in(Operator, "operator", "cluster-admin"),
		in(Viewer, "viewer", "view"), in(Viewer, "viewer-applications", viewApplications),
	}
}

// RemoveProject deletes the namespace of a project with all that is in it; one that is gone already is as good. It does
// not wait for the end. A namespace that the store did not make for the workspace is refused with ErrNotOurs.
func (c *Cluster) RemoveProject(ctx context.Context, namespace, workspace string) error {
	ns, err := c.namespaceOf(ctx, namespace, workspace)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if ns.DeletionTimestamp != nil {
		return nil
	}
	err = c.Platform.Core.Namespaces().Delete(ctx, namespace, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &ns.UID}})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("delete Namespace/%s on %s: %w", namespace, c.Server(), err)
	}
	return nil
}

// checkNamespace says whether a namespace can be a project of the workspace. One that is not there gives NotFound.
func (c *Cluster) checkNamespace(ctx context.Context, namespace, workspace string) error {
	ns, err := c.namespaceOf(ctx, namespace, workspace)
	if err == nil && ns.DeletionTimestamp != nil {
		return fmt.Errorf("namespace %s is being deleted: wait until it is gone, or choose another name", namespace)
	}
	return err
}

// namespaceOf gives a namespace that the store made for the workspace.
func (c *Cluster) namespaceOf(ctx context.Context, namespace, workspace string) (*corev1.Namespace, error) {
	if reserved(namespace) {
		return nil, fmt.Errorf("namespace %s: %w: it is the cluster's own", namespace, ErrNotOurs)
	}
	ns, err := c.Platform.Core.Namespaces().Get(ctx, namespace, metav1.GetOptions{})
	if err != nil {
		return nil, fmt.Errorf("get Namespace/%s on %s: %w", namespace, c.Server(), err)
	}
	if ns.Labels[LabelManagedBy] != ManagedBy || ns.Labels[LabelWorkspace] != workspace || workspace == "" {
		return nil, fmt.Errorf("namespace %s: %w", namespace, ErrNotOurs)
	}
	return ns, nil
}

// reserved says whether a namespace belongs to the cluster itself.
func reserved(namespace string) bool {
	return namespace == "default" || strings.HasPrefix(namespace, "kube-")
}
