package apply

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestChangesAreNamedByTheirPathsWithoutValues(t *testing.T) {
	before := kubetest.Objects(t, `
kind: Deployment
metadata: {name: web, resourceVersion: "1", labels: {a: x}}
spec:
  replicas: 1
  template: {spec: {containers: [{name: web, image: "a:1"}, {name: side, image: "b:1"}], tolerations: [{key: k}]}}
status: {replicas: 1}`)[0]
	after := kubetest.Objects(t, `
kind: Deployment
metadata: {name: web, resourceVersion: "2", labels: {a: x, b: y}}
spec:
  template: {spec: {containers: [{name: side, image: "b:1"}, {name: web, image: "a:2"}], tolerations: [{key: other}]}}
status: {replicas: 2}`)[0]
	want := []string{"metadata.labels.b", "spec.replicas", "spec.template.spec.containers[name=web].image", "spec.template.spec.tolerations[0].key"}
	if diff := cmp.Diff(want, Planned{Action: Change, Live: before, Result: after}.Changes()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := (Planned{Action: Create, Result: after}).Changes(); got != nil {
		t.Errorf("a created object has the changes %v", got)
	}
}
