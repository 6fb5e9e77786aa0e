package e2e

import (
	"path/filepath"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// TestADeployerMakesOfItsParametersWhatTheReferenceApplies leads from parameters to owned objects in one go; tests
// elsewhere hold the stages by themselves to the reference.
func TestADeployerMakesOfItsParametersWhatTheReferenceApplies(t *testing.T) {
	for _, folder := range conformance.Packages(t) {
		if filepath.Base(folder) == gatekeeper { // its schema and its Application are refused, by the reference, too
			continue
		}
		for mode, as := range modes {
			t.Run(filepath.Base(folder)+"/"+mode, func(t *testing.T) {
				p := readPackage(t, folder, mode)
				loaded, err := deployer.Load(p.filesFor(t, p.parameters))
				if err != nil {
					t.Fatal(err)
				}
				got, err := deployer.Render(t.Context(), loaded, deployer.RenderInput{Given: p.parameters, Mode: as.deployer, AppUID: "uid-1", NamespaceUID: "nsuid"})
				if err != nil {
					t.Fatal(err)
				}
				app := map[string]string{"install": "resources.yaml", "verify": "resources.app.yaml"}
				compare(t, kubetest.Objects(t, string(whole(read(t, folder, mode, app[mode])))), got.App)
				compare(t, kubetest.Objects(t, string(whole([]byte(p.tests)))), got.Testers)
			})
		}
	}
}

func compare(t *testing.T, want, got []*unstructured.Unstructured) {
	t.Helper()
	if diff := cmp.Diff(contents(want), contents(got)); diff != "" {
		t.Errorf("objects (-reference +ours):\n%s", diff)
	}
}

// contents gives the objects in an order.
func contents(objects []*unstructured.Unstructured) []map[string]any {
	sort.SliceStable(objects, func(i, j int) bool { return kube.RefOf(objects[i]).Less(kube.RefOf(objects[j])) })
	all := make([]map[string]any, len(objects))
	for i, o := range objects {
		cutIcon(o)
		all[i] = o.Object
	}
	return all
}

// cutIcon shortens a logo: in the data they are cut to stubs, but not in every file.
func cutIcon(o *unstructured.Unstructured) {
	const icon = "kubernetes-engine.cloud.google.com/icon"
	annotations := o.GetAnnotations()
	if text := annotations[icon]; len(text) > 40 {
		annotations[icon] = text[:40]
		o.SetAnnotations(annotations)
	}
}
