package kubetest

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
)

// canaryPart is how many bytes of a canary are enough to betray it.
const canaryPart = 8

// Canaries are secrets that may be read nowhere, by what they are the secret of.
type Canaries map[string]string

// Absent fails the test if a part of a canary, as it is or as base64, is in data; what names the place.
func (c Canaries) Absent(t testing.TB, what string, data []byte) {
	t.Helper()
	text := string(data)
	for name, canary := range c {
		for _, form := range canaryForms(canary) {
			for i := 0; i+canaryPart <= len(form); i++ {
				if at := strings.Index(text, form[i:i+canaryPart]); at >= 0 {
					t.Errorf("%s has a part of the %s in it: …%s…", what, name, text[max(0, at-200):min(len(text), at+80)])
					return
				}
			}
		}
	}
}

// canaryForms are a canary, and its base64 wherever it may stand in what is encoded.
func canaryForms(canary string) []string {
	forms := []string{canary}
	for before := range 3 {
		whole := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", before) + canary))
		forms = append(forms, whole[(before*8+5)/6:(before+len(canary))*8/6])
	}
	return forms
}

// AbsentInFolder looks at every file of a folder.
func (c Canaries) AbsentInFolder(t testing.TB, folder string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		c.Absent(t, "the file "+path, data)
		files++
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files in %s, %v", files, folder, err)
	}
}

// AbsentInNamespace looks at every object of a namespace, Events and Leases among them. Of Secrets it looks at all but
// their data, where secrets belong.
func (c Canaries) AbsentInNamespace(t testing.TB, client *kube.Client, namespace string) {
	t.Helper()
	lists, err := client.Discovery.ServerPreferredNamespacedResources()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.APIResources {
			if !canList(r) {
				continue
			}
			objects, err := client.Dynamic.Resource(gv.WithResource(r.Name)).Namespace(namespace).List(t.Context(), metav1.ListOptions{})
			if err != nil {
				continue // a kind that goes, or that nobody may list
			}
			for _, o := range objects.Items {
				seen[r.Kind] = true
				c.absentIn(t, &o)
			}
		}
	}
	if !seen["Application"] || !seen["Event"] {
		t.Errorf("of the namespace %s only these kinds were seen: %v", namespace, seen)
	}
}

func canList(r metav1.APIResource) bool {
	for _, v := range r.Verbs {
		if v == "list" {
			return true
		}
	}
	return false
}

func (c Canaries) absentIn(t testing.TB, o *unstructured.Unstructured) {
	t.Helper()
	if o.GetKind() == "Secret" {
		delete(o.Object, "data")
	}
	data, err := json.Marshal(o.Object)
	if err != nil {
		t.Fatal(err)
	}
	c.Absent(t, kube.RefOf(o).String(), data)
}
