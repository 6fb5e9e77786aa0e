package apply

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/internal/kube"
)

// resourceOf is where objects like o are found.
func resourceOf(t *testing.T, c *kube.Client, ns string, o *unstructured.Unstructured) dynamic.ResourceInterface {
	t.Helper()
	m, err := c.Mapper.RESTMapping(o.GroupVersionKind().GroupKind(), o.GroupVersionKind().Version)
	if err != nil {
		t.Fatal(err)
	}
	return c.Dynamic.Resource(m.Resource).Namespace(ns)
}
