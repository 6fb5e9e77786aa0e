package clusters

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/version"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
)

// fieldManager is who owns the fields that the store sets on a cluster.
const fieldManager = "chandler-store"

const (
	rbacVersion = "rbac.authorization.k8s.io/v1"
	// viewApplications may read Applications; readCluster what of a cluster matters to who installs an app.
	viewApplications = "chandler:view-applications"
	readCluster      = "chandler:read-cluster"
)

//go:embed objects/application-crd.yaml
var applicationDefinition []byte

// establishing bounds the wait for the cluster to serve Applications.
const establishing = 30 * time.Second

// Register makes a cluster ready for the store: it defines the kind Application and the roles that projects give, keeps
// the namespaces of projects from those who work in them, and makes sure that the registered credentials may act as users. Done again it changes nothing.
func (c *Cluster) Register(ctx context.Context) error {
	definition := map[string]any{}
	if err := yaml.Unmarshal(applicationDefinition, &definition); err != nil {
		return fmt.Errorf("read the definition of Application: %w", err)
	}
	objects := append(clusterRoles(), &unstructured.Unstructured{Object: definition})
	ctx, cancel := context.WithTimeout(ctx, establishing)
	defer cancel()
	if _, err := apply.Apply(ctx, c.Platform, objects, apply.Options{}); err != nil {
		return fmt.Errorf("prepare the cluster %s: %w", c.Server(), err)
	}
	c.Platform.Mapper.Reset()
	if err := c.keepProjects(ctx); err != nil {
		return err
	}
	return c.mayImpersonate(ctx)
}

// mayImpersonate acts as nobody in particular, once.
func (c *Cluster) mayImpersonate(ctx context.Context) error {
	somebody, err := c.As(Identity{User: "nobody", Namespace: "nowhere", Role: Viewer})
	if err != nil {
		return err
	}
	_, err = somebody.Typed.AuthenticationV1().SelfSubjectReviews().Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if apierrors.IsForbidden(err) {
		return fmt.Errorf("the kubeconfig's user may not act as others: give it the verb impersonate for users and groups, or register the cluster with an administrator's credentials: %w", err)
	}
	if err != nil {
		return fmt.Errorf("act as a user on %s: %w", c.Server(), err)
	}
	return nil
}

// clusterRoles are the roles of the store: reading Applications, and for everybody the kinds of storage and ingress that
// a package's settings name.
func clusterRoles() []*unstructured.Unstructured {
	look := []any{"get", "list", "watch"}
	applications := clusterRole(viewApplications, map[string]any{"apiGroups": []any{"app.k8s.io"}, "resources": []any{"applications"}, "verbs": look})
	cluster := clusterRole(readCluster,
		map[string]any{"apiGroups": []any{"storage.k8s.io"}, "resources": []any{"storageclasses"}, "verbs": look},
		map[string]any{"apiGroups": []any{"networking.k8s.io"}, "resources": []any{"ingressclasses"}, "verbs": look})
	everybody := binding("ClusterRoleBinding", "", readCluster, readCluster, Everybody)
	return []*unstructured.Unstructured{applications, cluster, everybody}
}

func clusterRole(name string, rules ...any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": rbacVersion, "kind": "ClusterRole",
		"metadata": map[string]any{"name": name, "labels": managed()}, "rules": rules}}
}

// binding gives a group the rights of a ClusterRole; in the namespace only, if there is one.
func binding(kind, namespace, name, role, group string) *unstructured.Unstructured {
	metadata := map[string]any{"name": name, "labels": managed()}
	if namespace != "" {
		metadata["namespace"] = namespace
	}
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": rbacVersion, "kind": kind, "metadata": metadata,
		"roleRef":  map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
		"subjects": []any{map[string]any{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": group}}}}
}

func managed() map[string]any { return map[string]any{LabelManagedBy: ManagedBy} }

// apply makes an object of the cluster, or brings it to what it should be.
func (c *Cluster) apply(ctx context.Context, resource schema.GroupVersionResource, o *unstructured.Unstructured) error {
	_, err := c.Platform.Dynamic.Resource(resource).Namespace(o.GetNamespace()).
		Apply(ctx, o.GetName(), o, metav1.ApplyOptions{FieldManager: fieldManager, Force: true})
	if err != nil {
		return fmt.Errorf("make %s on %s: %w", kube.RefOf(o), c.Server(), err)
	}
	return nil
}

// gitVersion reads the answer to a question for the cluster's version.
func gitVersion(body []byte) (string, error) {
	var info version.Info
	if err := json.Unmarshal(body, &info); err != nil || info.GitVersion == "" {
		return "", fmt.Errorf("it does not answer as a Kubernetes cluster does")
	}
	return info.GitVersion, nil
}
