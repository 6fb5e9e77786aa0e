package e2e

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// outside is what packages count on that is not in their manifests.
var outside = map[string]func(t *testing.T, c *kube.Client){
	"prometheus-operator": definesKinds,
	"cert-manager":        injectsCertificates,
}

// definesKinds does what a program of the package's own does in the deployer image, before it deploys.
func definesKinds(t *testing.T, c *kube.Client) {
	t.Helper()
	const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: %[2]s.monitoring.coreos.com}
spec:
  group: monitoring.coreos.com
  names: {kind: %[1]s, plural: %[2]s}
  scope: Namespaced
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
`
	for _, kind := range []string{"Prometheus", "ServiceMonitor"} {
		text := fmt.Sprintf(definition, kind, strings.ToLower(kind)+"s")
		if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, text), apply.Options{}); err != nil {
			t.Fatal(err)
		}
	}
}

// injectsCertificates does what one of the package's own Pods does: it makes known by which certificate to know the
// servers of its webhooks.
func injectsCertificates(t *testing.T, c *kube.Client) {
	t.Helper()
	for _, resource := range []string{"validatingwebhookconfigurations", "mutatingwebhookconfigurations"} {
		client := c.Dynamic.Resource(schema.GroupVersionResource{Group: admissionv1.GroupName, Version: "v1", Resource: resource})
		w, err := client.Watch(t.Context(), metav1.ListOptions{FieldSelector: "metadata.name=cert-manager-webhook"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(w.Stop)
		patch := fmt.Sprintf(`[{"op": "add", "path": "/webhooks/0/clientConfig/caBundle", "value": %q}]`, base64.StdEncoding.EncodeToString(c.Config.CAData))
		go func() {
			for e := range w.ResultChan() {
				o, is := e.Object.(*unstructured.Unstructured)
				if !is || o.GetAnnotations()["cert-manager.io/inject-ca-from-secret"] == "" {
					continue
				}
				// one that is gone meanwhile, or has its certificate, is as good
				_, _ = client.Patch(context.Background(), o.GetName(), types.JSONPatchType, []byte(patch), metav1.PatchOptions{FieldManager: "cert-manager-cainjector"})
			}
		}()
	}
}
