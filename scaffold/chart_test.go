package scaffold_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/scaffold"
)

var update = flag.Bool("update", false, "write golden files anew")

const guestbook = "testdata/guestbook"

func fromChart(t *testing.T, files fs.FS, o scaffold.Options) *scaffold.Package {
	t.Helper()
	p, err := scaffold.FromChart(t.Context(), files, o)
	must(t, err)
	return p
}

func TestAChartBecomesThisPackage(t *testing.T) {
	p := fromChart(t, os.DirFS(guestbook), scaffold.Options{PartnerID: "acme", SolutionID: "guestbook"})
	var notes strings.Builder
	for _, n := range p.Notes {
		fmt.Fprintf(&notes, "%s: %s\n", n.File, n.Text)
	}
	golden(t, "schema.yaml", p.Files["schema.yaml"])
	golden(t, "application.yaml", p.Files["chart/guestbook/templates/application.yaml"])
	golden(t, "README.md", p.Files["README.md"])
	golden(t, "notes.txt", []byte(notes.String()))
	rendered := lintsClean(t, p)
	if got := kindsOf(rendered.App); !same(got, map[string]int{"Application": 1, "Deployment": 1, "PersistentVolumeClaim": 1, "Secret": 1, "Service": 1, "StatefulSet": 1}) {
		t.Errorf("it renders %v", got)
	}
	if len(rendered.Testers) != 1 {
		t.Error("the chart's test is no tester")
	}
}

func TestAChartCanKeepItsImages(t *testing.T) {
	p := fromChart(t, os.DirFS(guestbook), scaffold.Options{Version: "4.0.0", AllValues: true, KeepImages: true})
	want := []string{"registry.example.com/guestbook/tester:3.0.0", "registry.example.com/guestbook/web:v2.1", "registry.example.com/library/redis:7.0.15"}
	if diff := cmp.Diff(want, p.References); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
	schema := string(p.Files["schema.yaml"])
	for _, word := range []string{"image.repository", "image.tag", "tester.image", "nameOverride"} {
		if strings.Contains(schema, word) {
			t.Errorf("a customer can set %s:\n%s", word, schema)
		}
	}
	for _, word := range []string{"images: {}", "publishedVersion: 4.0.0"} {
		if !strings.Contains(schema, word) {
			t.Errorf("the schema lacks %q:\n%s", word, schema)
		}
	}
	for _, n := range p.Notes {
		if strings.Contains(n.Text, "these images") || strings.Contains(n.Text, "no image") {
			t.Errorf("a note about images: %s", n.Text)
		}
	}
	lintsClean(t, p)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; go test ./scaffold -update):\n%s", path, diff)
	}
}

func TestTheChartsFilesStayAsTheyAre(t *testing.T) {
	p := fromChart(t, os.DirFS(guestbook), scaffold.Options{})
	added := []string{"README.md", "schema.yaml", "chart/guestbook/templates/application.yaml"}
	for name, got := range p.Files {
		if slices.Contains(added, name) {
			continue
		}
		want, err := os.ReadFile(filepath.Join(guestbook, strings.TrimPrefix(name, "chart/guestbook/")))
		must(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what it was", name)
		}
	}
	if len(p.Files) != 11+len(added) {
		t.Errorf("the package has %d files", len(p.Files))
	}
}

func TestAPackedChartGivesTheSame(t *testing.T) {
	folder := fromChart(t, os.DirFS(guestbook), scaffold.Options{})
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zip)
	for name, data := range folder.Files {
		if inChart, ok := strings.CutPrefix(name, "chart/"); ok && !strings.HasSuffix(name, "/application.yaml") {
			must(t, archive.WriteHeader(&tar.Header{Name: inChart, Mode: 0o644, Size: int64(len(data))}))
			_, err := archive.Write(data)
			must(t, err)
		}
	}
	must(t, archive.Close())
	must(t, zip.Close())
	files, err := scaffold.OpenArchive(packed.Bytes())
	must(t, err)
	if diff := cmp.Diff(folder, fromChart(t, files, scaffold.Options{})); diff != "" {
		t.Errorf("(-folder +archive):\n%s", diff)
	}
}

func TestTheExamplesChartWithoutItsApplicationLintsClean(t *testing.T) {
	files := chartFiles(t, "../examples/redis/chart/redis")
	delete(files, "templates/application.yaml")
	lintsClean(t, fromChart(t, files, scaffold.Options{Name: "cache"}))
}

func TestAChartsOwnApplicationIsKept(t *testing.T) {
	files := chartFiles(t, "../examples/redis/chart/redis")
	before := string(files["templates/application.yaml"].Data)
	p := fromChart(t, files, scaffold.Options{})
	lintsClean(t, p)
	if got := string(p.Files["chart/redis/templates/application.yaml"]); got != before {
		t.Errorf("it was changed:\n%s", got)
	}
	p = fromChart(t, files, scaffold.Options{Version: "9.0.0", PartnerID: "acme", SolutionID: "redis"})
	hasNote(t, p, `spec.descriptor.version is "7.0.15", but has to be the publishedVersion 9.0.0`)
	hasNote(t, p, "names other ids than schema.yaml")
}

// chartFiles reads a folder into files that a test may change.
func chartFiles(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	return files
}

// chart is a chart of these values and templates.
func chart(values string, templates ...string) fstest.MapFS {
	files := fstest.MapFS{"Chart.yaml": {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.2.3\n")}, "values.yaml": {Data: []byte(values)}}
	for i, template := range templates {
		files[fmt.Sprintf("templates/t%d.yaml", i)] = &fstest.MapFile{Data: []byte(template)}
	}
	return files
}

func TestEveryScalarBecomesAPropertyOnRequest(t *testing.T) {
	files := chart("deep:\n  inside:\n    this: 1.5\nserviceAccount:\n  create: true\n")
	if schema := string(fromChart(t, files, scaffold.Options{}).Files["schema.yaml"]); strings.Contains(schema, "deep.inside.this") {
		t.Error("it is proposed without being asked for")
	}
	p := fromChart(t, files, scaffold.Options{AllValues: true})
	for _, want := range []string{"deep.inside.this:\n    type: number", "serviceAccount.create:\n    type: boolean"} {
		if !strings.Contains(string(p.Files["schema.yaml"]), want) {
			t.Errorf("no %q in\n%s", want, p.Files["schema.yaml"])
		}
	}
}

func TestWhatWillNotWorkIsNoted(t *testing.T) {
	object := func(apiVersion, kind, metadata, rest string) string {
		return fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  name: x\n%s\n%s", apiVersion, kind, metadata, rest)
	}
	for want, files := range map[string]fstest.MapFS{
		"Job/x: the hook does not run at pre-rollback, as there are no rollbacks":                                   chart("", object("batch/v1", "Job", "  annotations: {helm.sh/hook: 'pre-install,pre-rollback'}", "")),
		`Job/x: the hook is left out, as there is no moment "crd-install"`:                                          chart("", object("batch/v1", "Job", "  annotations: {helm.sh/hook: crd-install}", "")),
		"switch these off by a value: ClusterRole/x":                                                                chart("", object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "")),
		"outside of the app's namespace; these name one: Secret/x":                                                  chart("", object("v1", "Secret", "  namespace: kube-system", "")),
		"sets these images; make them values, so that they can come from the package: docker.io/busybox:1 of Pod/x": chart("", object("v1", "Pod", "", "spec: {containers: [{image: 'docker.io/busybox:1'}]}")),
		"does not render with its own values":                                                                       chart("", `{{ required "give a license" .Values.license }}`),
		"no image was found":                                                                                        chart(""),
		"these stay as the chart has them: hosts, dotted.key":                                                       chart("hosts: [a]\ndotted.key: 1\n"),
		"it allows no value name":                                                                                   with(chart(""), "values.schema.json", `{"additionalProperties": false}`),
	} {
		hasNote(t, fromChart(t, files, scaffold.Options{}), want)
	}
}

func with(files fstest.MapFS, name, data string) fstest.MapFS {
	files[name] = &fstest.MapFile{Data: []byte(data)}
	return files
}

func TestTheNameGivesWayToAValueOfTheChart(t *testing.T) {
	p := fromChart(t, chart("name: web\nnamespace:\n  create: true\n"), scaffold.Options{})
	for _, want := range []string{"  appName:\n", "  appNamespace:\n", "  name:\n    type: string\n    title: Name\n    default: web\n"} {
		if !strings.Contains(string(p.Files["schema.yaml"]), want) {
			t.Errorf("no %q in\n%s", want, p.Files["schema.yaml"])
		}
	}
	lintsClean(t, p)
}

func TestChartsThatCannotBePackagesAreRefused(t *testing.T) {
	for want, files := range map[string]fs.FS{
		"it has no Chart.yaml":            fstest.MapFS{"values.yaml": {Data: []byte("a: 1")}},
		"is a library":                    with(chart(""), "Chart.yaml", "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n"),
		"depends on db, which is not in":  with(chart(""), "Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: db, version: 1.0.0}]\n"),
		"chart.metadata.name is required": with(chart(""), "Chart.yaml", "apiVersion: v2\nversion: 1.0.0\n"),
		"big is larger than":              with(chart(""), "big", strings.Repeat("x", 5<<20+1)),
		"cannot load values.yaml":         with(chart(""), "values.yaml", "a: [1"),
	} {
		if _, err := scaffold.FromChart(t.Context(), files, scaffold.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
	if _, err := scaffold.OpenArchive([]byte("no archive")); err == nil || !strings.Contains(err.Error(), "packed chart") {
		t.Errorf("the error is %v", err)
	}
}

const account = `apiVersion: v1
kind: ServiceAccount
metadata: {name: "{{ .Values.serviceAccount.name | default .Release.Name }}"}
`

const clusterRole = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: watcher}
rules:
  - apiGroups: ['', apps]
    resources: [pods, deployments]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: watcher}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: watcher}
subjects: [{kind: ServiceAccount, name: x, namespace: default}]
`

func TestAnAccountWithRightsOverTheClusterIsLeftToTheMarketplace(t *testing.T) {
	values := "serviceAccount: {create: true, name: ''}\nrbac: {create: true}\n"
	p := fromChart(t, chart(values, "{{ if .Values.serviceAccount.create }}\n"+account+"{{ end }}", "{{ if .Values.rbac.create }}\n"+clusterRole+"{{ end }}",
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {account: '{{ .Values.serviceAccount.name }}'}\n"), scaffold.Options{})
	rendered := lintsClean(t, p)
	if got := kindsOf(rendered.App); !same(got, map[string]int{"Application": 1, "ConfigMap": 1}) {
		t.Errorf("it renders %v", got)
	}
	for _, o := range rendered.App {
		if name, _, _ := unstructured.NestedString(o.Object, "data", "account"); o.GetKind() == "ConfigMap" && name != "app-1-serviceaccount-name" {
			t.Errorf("the account is called %q", name)
		}
	}
	if !strings.Contains(string(p.Files["schema.yaml"]), `          - type: ClusterRole
            rulesType: CUSTOM
            rules:
              - apiGroups: ['', apps]
                resources: [pods, deployments]
                verbs: [get, list, watch]
`) {
		t.Errorf("the role is not declared:\n%s", p.Files["schema.yaml"])
	}
}

func TestAnAccountThatCannotBeLeftToTheMarketplaceStays(t *testing.T) {
	values := "serviceAccount: {create: true, name: ''}\n"
	urls := strings.Replace(clusterRole, "    verbs:", "    nonResourceURLs: [/metrics]\n    verbs:", 1)
	all := strings.NewReplacer("['', apps]", "['*']", "[pods, deployments]", "['*']", "[get, list, watch]", "['*']").Replace(clusterRole)
	for name, files := range map[string]fstest.MapFS{
		"always made":             chart(values, account, clusterRole),
		"no value for it":         chart("serviceAccount: {create: true}\n", account, clusterRole),
		"rights beside resources": chart(values, "{{ if .Values.serviceAccount.create }}\n"+account+"---\n"+urls+"{{ end }}"),
		"rights over everything":  chart(values, "{{ if .Values.serviceAccount.create }}\n"+account+"---\n"+all+"{{ end }}"),
	} {
		p := fromChart(t, files, scaffold.Options{})
		if strings.Contains(string(p.Files["schema.yaml"]), "SERVICE_ACCOUNT") {
			t.Errorf("%s: the account is taken over:\n%s", name, p.Files["schema.yaml"])
		}
		hasNote(t, p, "switch these off by a value: ClusterRole/watcher, ClusterRoleBinding/watcher")
	}
}
