// Package kubetest gives tests a real Kubernetes: that of CHANDLER_TEST_KUBECONFIG.
package kubetest

import (
	"context"
	"os"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Connect gives the cluster of CHANDLER_TEST_KUBECONFIG. Where it is not set the test is skipped.
func Connect(t testing.TB) *kube.Client {
	t.Helper()
	file := os.Getenv("CHANDLER_TEST_KUBECONFIG")
	if file == "" {
		t.Skip("no cluster to test with: set CHANDLER_TEST_KUBECONFIG, as make test does")
	}
	config, err := clientcmd.BuildConfigFromFlags("", file)
	if err != nil {
		t.Fatal(err)
	}
	config.WarningHandler = rest.NoWarnings{}
	c, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// As gives the same cluster as a ServiceAccount of that name sees it.
func As(t testing.TB, c *kube.Client, namespace, account string) *kube.Client {
	t.Helper()
	config := rest.CopyConfig(c.Config)
	config.Impersonate.UserName = "system:serviceaccount:" + namespace + ":" + account
	config.Impersonate.Groups = []string{"system:authenticated", "system:serviceaccounts", "system:serviceaccounts:" + namespace}
	as, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return as
}

// Namespace makes a namespace for the test, and deletes it at its end without waiting for that.
func Namespace(t testing.TB, c *kube.Client) string {
	t.Helper()
	ns, err := c.Core.Namespaces().Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "chandler-test-"}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Core.Namespaces().Delete(context.Background(), ns.Name, metav1.DeleteOptions{}); err != nil {
			t.Errorf("delete the test's namespace: %v", err)
		}
	})
	return ns.Name
}

// Objects reads YAML documents; those without a kind are left out.
func Objects(t testing.TB, text string) (objects []*unstructured.Unstructured) {
	t.Helper()
	for _, document := range strings.Split("\n"+text, "\n---") {
		data, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		var o map[string]any
		if err := json.Unmarshal(data, &o); err != nil { // whole numbers become int64, as an API server's do
			t.Fatalf("%v in\n%s", err, document)
		}
		if o["kind"] != nil {
			objects = append(objects, &unstructured.Unstructured{Object: o})
		}
	}
	return objects
}
