package apply

import (
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestWhatOthersNeedComesFirst(t *testing.T) {
	objects := kubetest.Objects(t, `
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration}
---
{apiVersion: example.com/v1, kind: Thing}
---
{apiVersion: apps/v1, kind: Deployment}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding}
---
{apiVersion: v1, kind: Service}
---
{apiVersion: v1, kind: PersistentVolumeClaim}
---
{apiVersion: v1, kind: Secret}
---
{apiVersion: v1, kind: ConfigMap}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole}
---
{apiVersion: v1, kind: ServiceAccount}
---
{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}
---
{apiVersion: app.k8s.io/v1beta1, kind: Application}
---
{apiVersion: v1, kind: Namespace}`)
	var got []string
	for _, stage := range Order(objects) {
		var kinds []string
		for _, o := range stage {
			kinds = append(kinds, o.GetKind())
		}
		got = append(got, strings.Join(kinds, " "))
	}
	want := "Application Namespace, CustomResourceDefinition, ServiceAccount, ClusterRole, RoleBinding, Secret ConfigMap, " +
		"PersistentVolumeClaim, Service, Deployment, Thing, ValidatingWebhookConfiguration"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}
