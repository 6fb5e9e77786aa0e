package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/schema"
)

// referenceName is the name, and the namespace, that the packages were rendered with.
const referenceName = "apptest-abcd1234"

// pkg is a package of the conformance data in one of its modes: install or verify.
type pkg struct {
	name, mode string
	// image is what of the deployer image is in the data: the schemas, and the manifests if it has some.
	image fstest.MapFS
	// objects is what the reference has rendered the chart to; empty if it has manifests.
	objects string
	// tests are the objects that the reference takes for those of the tests.
	tests      string
	schema     *schema.Schema
	testSchema *schema.Schema // nil if it has none
	parameters map[string]any // of the reference
}

func readPackage(t *testing.T, folder, mode string) *pkg {
	t.Helper()
	p := &pkg{name: filepath.Base(folder), mode: mode, image: fstest.MapFS{}}
	p.add(t, "data/schema.yaml", folder, "schema.yaml")
	p.add(t, "data-test/schema.yaml", folder, "schema.test.yaml")
	manifests, err := filepath.Glob(filepath.Join(folder, mode, "manifest", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range manifests {
		p.add(t, "data/manifest/"+filepath.Base(file), file)
	}
	if len(manifests) == 0 {
		p.objects = string(whole(read(t, folder, mode, "helm-output.yaml")))
	}
	if mode == "verify" && p.name != gatekeeper {
		p.tests = string(read(t, folder, mode, "resources.tester.yaml"))
	}
	loaded, err := deployer.Load(p.image)
	if err != nil {
		t.Fatal(err)
	}
	p.schema, p.testSchema = loaded.Schema, loaded.TestSchema
	if p.parameters, err = schema.ParseValues("parameters.yaml", read(t, folder, mode, "parameters.yaml")); err != nil {
		t.Fatal(err)
	}
	return p
}

// add puts a file into the image, if it is in the data.
func (p *pkg) add(t *testing.T, name string, path ...string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(path...)); err == nil {
		p.image[name] = &fstest.MapFile{Data: whole(read(t, path...))}
	}
}

// given are the parameters that a user would give: those that are not made anew for every app.
func (p *pkg) given() map[string]any {
	given := maps.Clone(p.parameters)
	delete(given, schema.ImageRepoPrefixKey)
	for _, x := range []schema.XType{schema.ServiceAccountType, schema.StorageClassType, schema.ReportingSecret, schema.Name, schema.Namespace, schema.DeployerImage} {
		for _, property := range p.schema.OfType(x) {
			delete(given, property.Name)
		}
	}
	return given
}

// filesFor is what the deployer image of an app with these values holds. A package with manifests has them as they are.
// The charts are not part of the data: one that gives what the real one was rendered to stands in for it, with the
// values of this app in the places of the reference's.
func (p *pkg) filesFor(t *testing.T, values map[string]any) fstest.MapFS {
	t.Helper()
	files := maps.Clone(p.image)
	if p.objects != "" {
		files["data/chart/chart.tar.gz"] = &fstest.MapFile{Data: chart(t, p.renamed(values).Replace(p.objects))}
	}
	return files
}

// renamed puts the values of an app in the places of those that the reference had, where they have its name in them.
func (p *pkg) renamed(values map[string]any) *strings.Replacer {
	var pairs []string
	for name, old := range p.parameters {
		text, is := old.(string)
		if to, there := values[name].(string); is && there && text != referenceName && strings.Contains(text, referenceName) {
			pairs = append(pairs, text, to)
		}
	}
	return strings.NewReplacer(append(pairs, referenceName, values[p.schema.OfType(schema.Name)[0].Name].(string))...)
}

var base64Text = regexp.MustCompile(`[A-Za-z0-9+/]{40,}==`)

// whole makes decodable what the data has only the beginning of: long texts in base64 are cut there.
func whole(manifests []byte) []byte {
	return base64Text.ReplaceAllFunc(manifests, func(text []byte) []byte {
		if _, err := base64.StdEncoding.DecodeString(string(text)); err == nil {
			return text
		}
		text = bytes.TrimRight(text, "=")
		return text[:len(text)/4*4]
	})
}

// chart is the archive of a chart that renders to objects.
func chart(t *testing.T, objects string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, text := range map[string]string{
		"Chart.yaml": "{apiVersion: v2, name: chart, version: 0.0.1}", "templates/all.yaml": `{{ .Files.Get "objects.yaml" }}`, "objects.yaml": objects,
	} {
		if err := archive.WriteHeader(&tar.Header{Name: "chart/" + name, Size: int64(len(text)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t *testing.T, path ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// testers are the Pods and Jobs that test the app, by their names without the app's.
func (p *pkg) testers(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, o := range kubetest.Objects(t, p.tests) {
		if kind := o.GetKind(); kind == "Pod" || kind == "Job" {
			names = append(names, strings.TrimPrefix(o.GetName(), referenceName))
		}
	}
	slices.Sort(names)
	return names
}
