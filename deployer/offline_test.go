package deployer

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/internal/kube"
)

const testManifest = `
apiVersion: app.k8s.io/v1beta1
kind: Application
metadata:
  name: $name
  annotations: {marketplace.cloud.google.com/deploy-info: '{"partner_id": "p", "product_id": "q"}'}
spec:
  descriptor: {version: "1.0.0"}
  componentKinds: [{group: "", kind: ConfigMap}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: $name-config}
data: {replicas: "$replicas"}
`

const testTester = `
apiVersion: v1
kind: Pod
metadata: {name: $name-tester, annotations: {marketplace.cloud.google.com/verification: test}}
spec: {containers: [{name: t, image: x}]}
`

func TestRenderGivesOwnedObjectsWithoutACluster(t *testing.T) {
	p := loaded(t, map[string]string{"data/manifest/app.yaml": testManifest, "data-test/manifest/tester.yaml": testTester,
		"data-test/schema.yaml": "properties: {replicas: {type: integer, default: 2}}"})
	given := map[string]any{"name": "a", "namespace": "ns", "__image_repo_prefix__": "registry.example.com/a"}
	tests := map[Mode]struct {
		testers  []string
		replicas string
	}{Install: {nil, "1"}, Verify: {[]string{"Pod/a-tester"}, "2"}}
	for mode, want := range tests {
		r, err := Render(context.Background(), p, RenderInput{Given: given, Mode: mode, AppUID: "u"})
		if err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		var testers []string
		for _, o := range r.Testers {
			testers = append(testers, kube.RefOf(o).String())
		}
		if d := cmp.Diff(want.testers, testers); d != "" {
			t.Errorf("%s: %s", mode, d)
		}
		config := r.App[1]
		if got := config.Object["data"].(map[string]any)["replicas"]; got != want.replicas {
			t.Errorf("%s: replicas %v, want %s", mode, got, want.replicas)
		}
		if refs := config.GetOwnerReferences(); len(refs) != 1 || refs[0].UID != "u" || refs[0].Name != "a" {
			t.Errorf("%s: owners %v", mode, refs)
		}
	}
}
