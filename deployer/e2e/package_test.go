package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chandler-dev/chandler/schema"
)

// referenceName is the name, and the namespace, that the packages were rendered with.
const referenceName = "apptest-abcd1234"

// pkg is a package of the conformance data in one of its modes: install or verify.
type pkg struct {
	folder, mode string
	schema       *schema.Schema
	testSchema   *schema.Schema // nil if it has none
	parameters   map[string]any // of the reference
}

func readPackage(t *testing.T, folder, mode string) *pkg {
	t.Helper()
	p := &pkg{folder: folder, mode: mode}
	var err error
	if p.schema, err = schema.Parse("schema.yaml", read(t, folder, "schema.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "schema.test.yaml")); !errors.Is(err, fs.ErrNotExist) {
		if p.testSchema, err = schema.ParseTest("schema.test.yaml", read(t, folder, "schema.test.yaml")); err != nil {
			t.Fatal(err)
		}
	}
	if p.parameters, err = schema.ParseValues("parameters.yaml", read(t, folder, mode, "parameters.yaml")); err != nil {
		t.Fatal(err)
	}
	return p
}

// given are the parameters that a user would give: those that are not made anew for every app.
func (p *pkg) given() map[string]any {
	given := map[string]any{}
	for name, value := range p.parameters {
		given[name] = value
	}
	delete(given, schema.ImageRepoPrefixKey)
	for _, x := range []schema.XType{schema.ServiceAccountType, schema.StorageClassType, schema.ReportingSecret, schema.Name, schema.Namespace, schema.DeployerImage} {
		for _, property := range p.schema.OfType(x) {
			delete(given, property.Name)
		}
	}
	return given
}

// filesFor is what the deployer image holds. A package with manifests has them as they are. The charts are not part of
// the data: one that gives what the real one was rendered to stands in for it, with the values of this app in the
// places of the reference's.
func (p *pkg) filesFor(t *testing.T, values map[string]any) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"data/schema.yaml": {Data: read(t, p.folder, "schema.yaml")}}
	if p.testSchema != nil {
		files["data-test/schema.yaml"] = &fstest.MapFile{Data: read(t, p.folder, "schema.test.yaml")}
	}
	manifests, err := filepath.Glob(filepath.Join(p.folder, p.mode, "manifest", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range manifests {
		files["data/manifest/"+filepath.Base(file)] = &fstest.MapFile{Data: whole(read(t, file))}
	}
	if len(manifests) == 0 {
		output := p.renamed(values).Replace(string(read(t, p.folder, p.mode, "helm-output.yaml")))
		files["data/chart/chart.tar.gz"] = &fstest.MapFile{Data: chart(t, whole([]byte(output)))}
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
func chart(t *testing.T, objects []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, text := range map[string]string{
		"Chart.yaml": "{apiVersion: v2, name: chart, version: 0.0.1}", "templates/all.yaml": `{{ .Files.Get "objects.yaml" }}`, "objects.yaml": string(objects),
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
