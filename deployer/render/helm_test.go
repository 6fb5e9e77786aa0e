package render

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/schema"
)

// packed makes a chart's archive of a folder, below a top folder of that name.
func packed(t *testing.T, folder, top string) string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		inside, err := filepath.Rel(folder, name)
		files[top+"/"+filepath.ToSlash(inside)] = string(readFile(t, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tarball(t, files)
}

func tarball(t *testing.T, files map[string]string, extra ...*tar.Header) string {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	archive := tar.NewWriter(zipped)
	for _, header := range extra {
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := archive.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func shop(t *testing.T) Input {
	t.Helper()
	return Input{
		Files: image(map[string]string{
			"data/chart/chart.tar.gz":      packed(t, "testdata/chart", "chart"),
			"data-test/chart/chart.tar.gz": packed(t, "testdata/overlay", "chart"),
		}),
		Values: schema.Values{"replicas": int64(3), "image.tag": "1.2", "testerImage": "registry.example/tester:1"},
		Name:   "web", Namespace: "shop",
	}
}

func TestAChartIsRenderedWithItsDefaultsAndTheValues(t *testing.T) {
	in := shop(t)
	in.Capabilities = &Capabilities{KubeVersion: "v1.36.3"}
	got, err := render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Deployment/web-shop Service/one Service/two"; names(got) != want {
		t.Errorf("got %s, want %s", names(got), want)
	}
	spec := got[0].Object["spec"].(map[string]any)
	if spec["replicas"] != int64(3) || spec["minReadySeconds"] != int64(1) || got[0].GetNamespace() != "shop" || got[0].GetLabels()["tier"] != "front" {
		t.Errorf("%v", got[0].Object)
	}
	containers, _, _ := unstructured.NestedSlice(spec, "template", "spec", "containers")
	container := containers[0].(map[string]any)
	if container["image"] != "registry.example/shop:1.2" {
		t.Errorf("the image is %v", container["image"])
	}
	arguments := strings.TrimSpace(strings.Trim(strings.Join(strings.Fields(strings.Join(texts(container["args"]), " ")), " "), "[]"))
	if want := "--service=Helm --install=true --lookup=0 --host= --kubernetes=v1.36.3 --batch=true"; arguments != want {
		t.Errorf("got  %s\nwant %s", arguments, want)
	}
}

func texts(list any) []string {
	var all []string
	for _, item := range list.([]any) {
		all = append(all, item.(string))
	}
	return all
}

func TestTheChartOfTheTestsIsLaidOverThatOfTheApp(t *testing.T) {
	in := shop(t)
	delete(in.Values, "image.tag")
	in.Test = true
	got, err := render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if want := "Service/web-cache Deployment/web-shop Service/one Service/two Pod/web-tester Pod/web-ping"; names(got) != want {
		t.Errorf("got %s, want %s", names(got), want)
	}
	containers, _, _ := unstructured.NestedSlice(got[1].Object, "spec", "template", "spec", "containers")
	if image := containers[0].(map[string]any)["image"]; image != "registry.example/shop:9" {
		t.Errorf("values.yaml was not merged: the image is %v", image)
	}
	if a := got[5].GetAnnotations(); a["marketplace.cloud.google.com/verification"] != "test" || a["helm.sh/hook"] != "" || a["helm.sh/hook-weight"] != "1" {
		t.Errorf("the test hook has the annotations %v", a)
	}
}

func TestAnArchiveMayBeATGZWithAnyOneFolderOnTop(t *testing.T) {
	in := shop(t)
	in.Files = image(map[string]string{"data/chart/shop-1.0.0.tgz": packed(t, "testdata/chart", "shop")})
	if _, err := Render(context.Background(), in); err != nil {
		t.Error(err)
	}
}

func TestRenderingIsTheSameEveryTime(t *testing.T) {
	in := shop(t)
	in.Test = true
	first, err := render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := render(context.Background(), in)
		if err != nil || names(again) != names(first) {
			t.Fatalf("%s, %v; before %s", names(again), err, names(first))
		}
	}
}

func TestTestHooksBecomeTestersAndOthersStayHooks(t *testing.T) {
	hook := func(value string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {helm.sh/hook: \"" + value + "\"}}\n"
	}
	for value, want := range map[string][2]string{ // install, verify
		"test": {"", "Pod/p "}, "test-success": {"", "Pod/p "}, "test-failure": {"", "refused"}, "": {"Pod/p ", "Pod/p "},
		"pre-install": {"pre-install", "pre-install"}, "post-install, Pre-Upgrade": {"post-install, Pre-Upgrade", "post-install, Pre-Upgrade"},
		"test,post-install": {"post-install", "Pod/p post-install"}, " Test": {"", "Pod/p "}, "test-failure,pre-delete": {"pre-delete", "refused"},
		"whenever": {"whenever", "whenever"},
	} {
		for i, test := range []bool{false, true} {
			all, err := documents("m", hook(value))
			if err != nil {
				t.Fatal(err)
			}
			got := "refused"
			if objects, hooks, err := processHooks(all, test); err == nil {
				if got = names(objects); got != "" {
					got += " "
				}
				for _, h := range hooks {
					got += h.GetAnnotations()[hookAnnotation]
				}
				for _, o := range objects {
					if value != "" && (o.GetAnnotations()[verificationAnnotation] != "test" || o.GetAnnotations()[hookAnnotation] != "") {
						t.Errorf("hook %q: the tester has the annotations %v", value, o.GetAnnotations())
					}
				}
			}
			if got != want[i] {
				t.Errorf("hook %q, test %t: %q, want %q", value, test, got, want[i])
			}
		}
	}
}

func TestFaultsOfChartsSayWhere(t *testing.T) {
	metadata := "apiVersion: v2\nname: c\nversion: 1.0.0\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"template does not parse", map[string]string{"templates/a.yaml": "a: 1\nb: {{ .Values.\n"}, "c/templates/a.yaml:2"},
		{"template fails", map[string]string{"templates/a.yaml": "\n\n{{ fail \"no way\" }}"}, "c/templates/a.yaml:3"},
		{"template renders to no YAML", map[string]string{"templates/a.yaml": "{{/* \n */}}\nkind: x\n a: b\n"}, "c/templates/a.yaml:3: not YAML"},
		{"dependency is missing", map[string]string{"Chart.yaml": metadata + "dependencies: [{name: db, version: 1.0.0}]\n"}, "the chart depends on db"},
		{"library", map[string]string{"Chart.yaml": metadata + "type: library\n"}, "cannot be installed"},
		{"another Kubernetes", map[string]string{"Chart.yaml": metadata + "kubeVersion: '<1.10'\n"}, "the chart is for Kubernetes <1.10"},
		{"values that do not suit", map[string]string{"values.schema.json": `{"properties": {"password": {"pattern": "^x"}}}`}, ".password: it does not match ^x"},
		{"schema elsewhere is not fetched", map[string]string{"values.schema.json": `{"$ref": "https://schemas.example/x.json"}`}, ""},
		{"empty Chart.yaml", map[string]string{"Chart.yaml": ""}, "name is required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{"chart/Chart.yaml": metadata}
			for name, text := range c.files {
				files["chart/"+name] = text
			}
			in := Input{Files: image(map[string]string{"data/chart/c.tar.gz": tarball(t, files)}), Values: schema.Values{"password": "s3cr3t"}}
			_, err := Render(context.Background(), in)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	for name, archive := range map[string]string{
		"not gzip":        "PK",
		"cut off":         packed(t, "testdata/chart", "chart")[:200],
		"a link":          tarball(t, nil, &tar.Header{Name: "chart/values.yaml", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}),
		"a large file":    tarball(t, map[string]string{"chart/x": strings.Repeat("x", maxFileBytes+1)}),
		"several folders": tarball(t, map[string]string{"a/Chart.yaml": "", "b/Chart.yaml": ""}),
		"outside":         tarball(t, map[string]string{"../../etc/passwd": "", "chart2/Chart.yaml": ""}),
		"nothing":         tarball(t, nil),
	} {
		t.Run(name, func(t *testing.T) {
			in := Input{Files: image(map[string]string{"data/chart/c.tgz": archive})}
			var e *Error
			if _, err := Render(context.Background(), in); !errors.As(err, &e) || e.File != "data/chart/c.tgz" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestRenderingStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := shop(t)
	in.Files = image(map[string]string{"data/manifest/a.yaml": named("a")})
	in.Values = nil
	if _, err := Render(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
