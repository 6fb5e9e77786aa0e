package verifier

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/verifier/report"
)

const shop = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata: {name: shop, labels: {app.kubernetes.io/name: shop}}
spec: {assemblyPhase: Success, descriptor: {version: 1.2.0}}
`

const shopParts = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app.kubernetes.io/name: shop}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "chandler.invalid/nothing:1", imagePullPolicy: Never}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: batch/v1
kind: Job
metadata: {name: shop-deployer, labels: {marketplace.cloud.google.com/deployer: Main}}
spec:
  suspend: true
  template: {spec: {restartPolicy: Never, containers: [{name: deployer, image: "chandler.invalid/nothing:1"}]}}
`

const shopData = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, labels: {app.kubernetes.io/name: shop}}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Mi}}}
`

func TestStatusTellsWhatAnAppOwnsHowItIsAndWhy(t *testing.T) {
	c := kubetest.Connect(t)
	namespace := kubetest.Namespace(t, c)
	app := applyAll(t, c, namespace, kubetest.Objects(t, shop))[0]
	parts := kubetest.Objects(t, shopParts)
	for _, o := range parts {
		o.SetOwnerReferences([]metav1.OwnerReference{{APIVersion: app.GetAPIVersion(), Kind: app.GetKind(), Name: app.GetName(), UID: app.GetUID()}})
	}
	applyAll(t, c, namespace, append(parts, kubetest.Objects(t, shopData)...))

	target := Target{Client: c, Name: "test"}
	status, err := Status(t.Context(), target, namespace, "shop")
	if err != nil {
		t.Fatal(err)
	}
	if status.Ready || status.Phase != "Success" || status.Version != "1.2.0" {
		t.Errorf("ready %v, phase %s, version %s", status.Ready, status.Phase, status.Version)
	}
	for name, want := range map[string]report.ObjectState{"Deployment/web": report.NotReady, "ConfigMap/settings": report.There, "Job/shop-deployer": report.There} {
		if got := stateOf(status.Objects, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if len(status.NotOwned) != 1 || status.NotOwned[0].String() != "PersistentVolumeClaim/data" || status.NotOwned[0].State != report.NotReady {
		t.Errorf("not owned: %+v", status.NotOwned)
	}

	_, err = Status(t.Context(), target, namespace, "shoe")
	if err == nil || !strings.Contains(err.Error(), "no Application shoe") || !strings.Contains(err.Error(), "there is shop") {
		t.Errorf("the error is %v", err)
	}
}

func applyAll(t *testing.T, c *kube.Client, namespace string, objects []*unstructured.Unstructured) []apply.Applied {
	t.Helper()
	applied, err := apply.Apply(t.Context(), c, objects, apply.Options{Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	return applied
}

func stateOf(objects []*report.ObjectStatus, name string) report.ObjectState {
	for _, o := range objects {
		if o.String() == name {
			return o.State
		}
		if state := stateOf(o.Owns, name); state != "" {
			return state
		}
	}
	return ""
}
