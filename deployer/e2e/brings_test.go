package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// bringsItself are the kinds that packages define with programs of their own in the deployer image, before it deploys.
var bringsItself = map[string][]string{"prometheus-operator": {"Prometheus", "ServiceMonitor"}}

// define makes the cluster know kinds of the group monitoring.coreos.com.
func define(t *testing.T, c *kube.Client, kinds []string) {
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
	for _, kind := range kinds {
		text := fmt.Sprintf(definition, kind, strings.ToLower(kind)+"s")
		if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, text), apply.Options{}); err != nil {
			t.Fatal(err)
		}
	}
}
