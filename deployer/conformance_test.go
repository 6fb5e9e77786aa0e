package deployer

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/schema"
)

// The uids and the app that the conformance data was made with.
const (
	conformanceApp = "apptest-abcd1234"
	conformanceUID = "uid-1"
	conformanceNS  = "nsuid"
)

func TestOwnershipIsThatOfTheReferenceForEveryPackageAndMode(t *testing.T) {
	folders := conformance.Having(t, "*/*/rendered")
	if len(folders) != 32*2 {
		t.Errorf("%d folders, want 2 for each of 32 packages", len(folders))
	}
	for _, folder := range folders {
		name := filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			objects := readFolder(t, filepath.Join(folder, "rendered"))
			owners, scope := conformanceOwners(t, objects, strings.HasSuffix(folder, "verify"))
			Label(objects, conformanceApp)
			if err := Own(objects, owners, scope); err != nil {
				t.Fatal(err)
			}
			compareOwned(t, readFile(t, filepath.Join(folder, "resources.yaml")), objects)
		})
	}
}

func TestTestersAreThoseOfTheReferenceForEveryPackage(t *testing.T) {
	folders := conformance.Having(t, "*/verify/resources.tester.yaml")
	if len(folders) != 31 {
		t.Errorf("%d packages have testers, want all but gatekeeper, which the reference does not get that far", len(folders))
	}
	for _, folder := range folders {
		t.Run(filepath.Base(filepath.Dir(folder)), func(t *testing.T) {
			objects := readFolder(t, filepath.Join(folder, "rendered"))
			owners, scope := conformanceOwners(t, objects, true)
			if err := Own(objects, owners, scope); err != nil {
				t.Fatal(err)
			}
			app, testers := Separate(objects, owners.Application, scope)
			compareOwned(t, readFile(t, filepath.Join(folder, "resources.app.yaml")), app)
			compareOwned(t, readFile(t, filepath.Join(folder, "resources.tester.yaml")), testers)
		})
	}
}

func TestPackagesOfTheReferencePassTheCheck(t *testing.T) {
	for _, folder := range conformance.Having(t, "*/*/rendered") {
		name := filepath.Base(filepath.Dir(folder))
		t.Run(name+"/"+filepath.Base(folder), func(t *testing.T) {
			file := filepath.Join(folder, "..", "schema.yaml")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := schema.Parse(file, data)
			if err != nil {
				t.Fatal(err)
			}
			objects := readFolder(t, filepath.Join(folder, "rendered"))
			err = Check(objects, s, conformanceApp, NewScope(objects, nil))
			if want := name == "gatekeeper"; (err != nil) != want { // it has no deploy-info; the reference refuses it, too
				t.Errorf("refused: %v, want refused: %v", err, want)
			}
		})
	}
}

func conformanceOwners(t *testing.T, objects []*unstructured.Unstructured, verify bool) (Owners, Scope) {
	t.Helper()
	app, err := FindApplication(objects)
	if err != nil {
		t.Fatal(err)
	}
	owners := Owners{Application: Owner{APIVersion: app.GetAPIVersion(), Kind: "Application", Name: conformanceApp, UID: conformanceUID}}
	if verify {
		owners.Namespace = &Owner{APIVersion: "v1", Kind: "Namespace", Name: conformanceApp, UID: conformanceNS}
	}
	return owners, NewScope(objects, nil)
}

func compareOwned(t *testing.T, want, got []*unstructured.Unstructured) {
	t.Helper()
	byRef(want)
	byRef(got)
	if len(want) != len(got) {
		t.Fatalf("%d objects, want %d", len(got), len(want))
	}
	for i := range want {
		ref := kube.RefOf(want[i]).String()
		if d := cmp.Diff(want[i].Object, got[i].Object); d != "" {
			t.Errorf("%s differs (- reference, + ours):\n%s", ref, d)
		}
	}
}

func byRef(objects []*unstructured.Unstructured) {
	sort.SliceStable(objects, func(i, j int) bool { return kube.RefOf(objects[i]).Less(kube.RefOf(objects[j])) })
}

func readFolder(t *testing.T, folder string) (objects []*unstructured.Unstructured) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	for _, f := range files {
		objects = append(objects, readFile(t, f)...)
	}
	return objects
}

func readFile(t *testing.T, file string) []*unstructured.Unstructured {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(data))
}

// parse reads YAML documents.
func parse(t *testing.T, text string) []*unstructured.Unstructured { return kubetest.Objects(t, text) }
