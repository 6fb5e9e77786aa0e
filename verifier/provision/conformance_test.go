package provision

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	yamlutil "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/schema"
)

const testName = "apptest-abcd1234"

func TestProvisioningAgreesWithTheReferenceToolkit(t *testing.T) {
	for _, folder := range conformance.Packages(t) {
		for name, mode := range map[string]Mode{"install": Install, "verify": Verify} {
			t.Run(filepath.Base(folder)+"/"+name, func(t *testing.T) {
				want := asWeWouldHaveIt(readObjects(t, filepath.Join(folder, name, "provision.yaml")))
				got := withoutOurOwn(provisionPackage(t, folder, name, mode))
				if diff := cmp.Diff(byName(want), byName(got)); diff != "" {
					t.Errorf("provisioned objects differ (-reference +ours):\n%s", diff)
				}
			})
		}
	}
}

// provisionPackage provisions a package with the parameters that the reference toolkit used.
func provisionPackage(t *testing.T, folder, mode string, m Mode) []*unstructured.Unstructured {
	t.Helper()
	s := readSchema(t, filepath.Join(folder, "schema.yaml"))
	in := Input{Schema: s, Name: testName, Namespace: testName, Mode: m, StorageClassProvisioner: gcePersistentDisk,
		Environment: schema.Environment{Rand: rand.Reader, Now: time.Now()}}
	if _, err := os.Stat(filepath.Join(folder, "schema.test.yaml")); err == nil {
		data, err := os.ReadFile(filepath.Join(folder, "schema.test.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if in.TestSchema, err = schema.ParseTest("schema.test.yaml", data); err != nil {
			t.Fatal(err)
		}
	}
	reference := readObjects(t, filepath.Join(folder, mode, "provision.yaml"))
	in.Deployer.Image = imageOf(reference)
	in.Given = given(t, s, filepath.Join(folder, mode, "parameters.yaml"))
	set, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	return append(append([]*unstructured.Unstructured{set.DeployerAccount}, set.Objects...), set.Job)
}

// given are the parameters of the reference without those that provisioning makes itself, so that it makes them.
func given(t *testing.T, s *schema.Schema, file string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	values, err := schema.ParseValues(file, data)
	if err != nil {
		t.Fatal(err)
	}
	delete(values, schema.ImageRepoPrefixKey)
	for _, x := range []schema.XType{schema.ServiceAccountType, schema.StorageClassType, schema.Name, schema.Namespace, schema.DeployerImage} {
		for _, p := range s.OfType(x) {
			delete(values, p.Name)
		}
	}
	return values
}

func readSchema(t *testing.T, file string) *schema.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Parse("schema.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readObjects(t *testing.T, file string) []*unstructured.Unstructured {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []*unstructured.Unstructured
	decoder := yamlutil.NewYAMLOrJSONDecoder(bytes.NewReader(data), 4096)
	for {
		o := &unstructured.Unstructured{}
		err := decoder.Decode(o)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if o.GetKind() != "" {
			out = append(out, o)
		}
	}
}

func imageOf(objects []*unstructured.Unstructured) string {
	for _, o := range objects {
		if o.GetKind() == "Job" {
			containers, _, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers")
			return containers[0].(map[string]any)["image"].(string)
		}
	}
	return ""
}

// asWeWouldHaveIt are the reference's objects with our deliberate deviations:
//   - the parameters of schema v1 are in a Secret, as those of v2 are, since passwords are among them;
//   - a cluster-scoped binding has no namespace;
//   - images are pulled if they are not there, unless their tag may have moved.
func asWeWouldHaveIt(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	var out []*unstructured.Unstructured
	for _, o := range objects {
		switch o.GetKind() {
		case "ClusterRoleBinding":
			unstructured.RemoveNestedField(o.Object, "metadata", "namespace")
		case "ConfigMap":
			o.SetKind("Secret")
			o.Object["type"], o.Object["stringData"] = "Opaque", o.Object["data"]
			delete(o.Object, "data")
		case "Job":
			containers, _, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers")
			containers[0].(map[string]any)["imagePullPolicy"] = "IfNotPresent"
			_ = unstructured.SetNestedSlice(o.Object, containers, "spec", "template", "spec", "containers")
			volumes, _, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "volumes")
			if config, ok := volumes[0].(map[string]any)["configMap"].(map[string]any); ok {
				delete(volumes[0].(map[string]any), "configMap")
				volumes[0].(map[string]any)["secret"] = map[string]any{"secretName": config["name"]}
				_ = unstructured.SetNestedSlice(o.Object, volumes, "spec", "template", "spec", "volumes")
			}
		}
		if o.GetKind() == "Secret" {
			parseConfig(o)
		}
		out = append(out, o)
	}
	return out
}

// withoutOurOwn takes away what the reference does not have: labels and owners come later there, and its deployer
// tells no events.
func withoutOurOwn(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	var out []*unstructured.Unstructured
	for _, o := range objects {
		labels := o.GetLabels()
		delete(labels, LabelName)
		delete(labels, LabelNamespace)
		o.SetLabels(labels)
		if o.GetKind() == "Job" {
			containers, _, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers")
			delete(containers[0].(map[string]any), "env")
			delete(containers[0].(map[string]any), "terminationMessagePolicy")
			_ = unstructured.SetNestedSlice(o.Object, containers, "spec", "template", "spec", "containers")
			unstructured.RemoveNestedField(o.Object, "spec", "template", "spec", "securityContext")
		}
		if o.GetKind() == "Secret" {
			parseConfig(o)
		}
		out = append(out, o)
	}
	return out
}

// parseConfig puts values in place of their text.
func parseConfig(o *unstructured.Unstructured) {
	data, _, _ := unstructured.NestedMap(o.Object, "stringData")
	if text, ok := data["values.yaml"].(string); ok {
		var values map[string]any
		if err := yaml.Unmarshal([]byte(text), &values); err == nil {
			data = values
		}
	}
	o.Object["stringData"] = data
}

func byName(objects []*unstructured.Unstructured) map[string]any {
	out := map[string]any{}
	for _, o := range objects {
		out[o.GetKind()+"/"+o.GetName()] = o.Object
	}
	return out
}
