package verifier

import (
	"context"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
)

var applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}

// applicationKind tells ours from kinds of the same name in other groups.
var applicationKind = schema.GroupKind{Group: applications.Group, Kind: "Application"}

// findApplication gives an Application. An error for one that is not there names those that are.
func findApplication(ctx context.Context, c *kube.Client, namespace, name string) (*unstructured.Unstructured, error) {
	app, err := c.Dynamic.Resource(applications).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, &noApplication{fmt.Sprintf("there is no Application %s in namespace %s%s", name, namespace, otherApplications(ctx, c, namespace)), err}
	}
	if err != nil {
		return nil, fmt.Errorf("get Application/%s: %w", name, err)
	}
	return app, nil
}

// noApplication says that there is none, in better words than the cluster's, which it wraps.
type noApplication struct {
	words string
	err   error
}

func (n *noApplication) Error() string { return n.words }
func (n *noApplication) Unwrap() error { return n.err }

func otherApplications(ctx context.Context, c *kube.Client, namespace string) string {
	list, err := c.Metadata.Resource(applications).Namespace(namespace).List(ctx, metav1.ListOptions{Limit: 10})
	if err != nil || len(list.Items) == 0 {
		return ""
	}
	names := make([]string, len(list.Items))
	for i, o := range list.Items {
		names[i] = o.Name
	}
	return "; there is " + strings.Join(names, ", ")
}
