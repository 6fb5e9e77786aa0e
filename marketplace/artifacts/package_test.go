package artifacts

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/form"
)

// packaged checks a packed chart and makes a package of it.
func packaged(t *testing.T, s *Store, data []byte) (*Built, error) {
	t.Helper()
	c, err := CheckChart(t.Context(), bytes.NewReader(data), Limits{})
	must(t, err)
	return s.Package(t.Context(), c, PackageOptions{Repository: "apps/app"})
}

func TestAChartBecomesADeployerImageThatKeepsItsImages(t *testing.T) {
	s := open(t, Options{Host: "store.example.com:8443"})
	b, err := s.Package(t.Context(), demoCharts(t)[0], PackageOptions{Repository: "apps/redis"})
	must(t, err)
	if b.DeployerRef != "store.example.com:8443/apps/redis/deployer@"+b.Digest || b.Size == 0 || !b.OfChandler || b.AppPrefix != "" {
		t.Errorf("built %s, digest %s, %d bytes, of Chandler: %v, prefix %q", b.DeployerRef, b.Digest, b.Size, b.OfChandler, b.AppPrefix)
	}
	if b.Version != "11.3.4" || b.Flavour != images.Helm {
		t.Errorf("version %s, flavour %s", b.Version, b.Flavour)
	}
	if diff := cmp.Diff([]string{"chandler.local/redis:7.0.15"}, b.Images); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
	want := []Parameter{
		{Name: "auth.password", Title: "Password", Description: "What clients log in with. Made up if it is left empty.", Type: schema.TypeString, Required: true, Secret: true, Generated: true},
		{Name: "maxmemory", Title: "Memory for data", Description: "How much memory the data may take, such as 96mb or 1gb.", Type: schema.TypeString, Default: "96mb"},
		{Name: "maxmemoryPolicy", Title: "When the memory is full", Description: "What happens when the memory is full.", Type: schema.TypeString, Default: "noeviction"},
		{Name: "persistence.enabled", Title: "Keep data on disk", Description: "Keep the data on a disk. Without one it is gone with the Pod.", Type: schema.TypeBoolean, Default: true},
		{Name: "persistence.size", Title: "Disk size", Description: "Size of the disk.", Type: schema.TypeString, Default: "1Gi"},
		{Name: "service.port", Title: "Port", Description: "Port that clients connect to.", Type: schema.TypeInteger, Default: 6379.0}, // as JSON has it
		{Name: "resources.limits.memory", Title: "Memory limit", Description: "Memory that the container may take; more than maxmemory.", Type: schema.TypeString, Default: "192Mi"},
	}
	if diff := cmp.Diff(want, b.Parameters); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	if len(b.Warnings) > 0 {
		t.Errorf("warnings: %v", b.Warnings)
	}
	var drawn form.Form
	must(t, json.Unmarshal(b.Form, &drawn))
	if drawn.Schema["properties"] == nil {
		t.Errorf("the form is %s", b.Form)
	}
}

func TestThePackageInTheImageIsTheOneThatWasChecked(t *testing.T) {
	s := open(t, Options{})
	b, err := s.Package(t.Context(), demoCharts(t)[1], PackageOptions{Repository: "apps/redis"})
	must(t, err)
	files, err := s.PackageFiles(t.Context(), b.DeployerRef)
	must(t, err)
	data, err := fs.ReadFile(files, "data/schema.yaml")
	must(t, err)
	if !bytes.Equal(data, b.Schema) {
		t.Error("the image has another schema")
	}
	pkg, err := deployer.Load(files)
	must(t, err)
	if len(pkg.Schema.Images) > 0 {
		t.Errorf("the schema moves the images %v below the deployer's repository", pkg.Schema.Images)
	}
	rendered, err := trial(t.Context(), pkg, "redis", "")
	must(t, err)
	if len(rendered.Testers) != 1 || rendered.Testers[0].GetName() != "redis-ping" {
		t.Errorf("the chart's test is not the tester: %v", rendered.Testers)
	}
}

func TestTheSameChartGivesTheSameImage(t *testing.T) {
	c := demoCharts(t)[0]
	program := staticProgram(t)
	digests := make([]string, 3)
	var group sync.WaitGroup
	for i := range digests {
		s := open(t, Options{DeployerBinary: program})
		group.Go(func() {
			b, err := s.Package(t.Context(), c, PackageOptions{Repository: "apps/redis"})
			if err != nil {
				t.Error(err)
				return
			}
			digests[i] = b.Digest
		})
	}
	group.Wait()
	if slices.Sort(digests); digests[0] != digests[2] {
		t.Errorf("digests are %v", digests)
	}
}

func TestAChartWithAnApplicationOfItsOwnIsTaken(t *testing.T) {
	s := open(t, Options{})
	b, err := packaged(t, s, exampleChart(t, "redis"))
	must(t, err)
	// Its Application says the app's version, which the package's has to be.
	if b.Version != "7.0.15" {
		t.Errorf("the version is %s", b.Version)
	}
	if diff := cmp.Diff([]string{"chandler.local/redis:7.0.15"}, b.Images); diff != "" {
		t.Errorf("images (-want +got):\n%s", diff)
	}
}

func TestAChartThatDoesNotRenderIsRefusedWithFileAndLine(t *testing.T) {
	s := open(t, Options{})
	for name, c := range map[string]struct {
		files map[string]string
		file  string
		line  int
		want  string
	}{
		"a value that is missing":    {map[string]string{"app/templates/b.yaml": "a: 1\nb: {{ required \"key must be given\" .Values.key }}\n"}, "templates/b.yaml", 2, "line 2: key must be given"},
		"a function that is missing": {map[string]string{"app/templates/b.yaml": "\n\nb: {{ lookupInDNS }}\n"}, "templates/b.yaml", 3, `line 3: function "lookupInDNS" not defined`},
		"a failure":                  {map[string]string{"app/templates/b.yaml": "{{ fail \"not today\" }}\n"}, "templates/b.yaml", 1, "line 1: not today"},
		"a value of no map":          {map[string]string{"app/templates/b.yaml": "{{ .Values.replicas.foo }}\n"}, "templates/b.yaml", 1, "line 1: can't evaluate field foo: the value is no map"},
		"a value of nothing":         {map[string]string{"app/templates/b.yaml": "{{ .Values.none.foo }}\n"}, "templates/b.yaml", 1, "line 1: there is no value that could have the field foo"},
		"no YAML":                    {map[string]string{"app/templates/b.yaml": "apiVersion: v1\nkind: [\n"}, "templates/b.yaml", 2, ""},
		"values against the schema":  {map[string]string{"app/values.schema.json": `{"properties": {"replicas": {"minimum": 5}}}`}, "values.yaml", 0, ".replicas: minimum"},
		"a hook":                     {map[string]string{"app/templates/b.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: hook\n  annotations:\n    helm.sh/hook: test-failure\n"}, "", 0, "the Helm hook test-failure is not supported"},
		"another namespace":          {map[string]string{"app/templates/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n  namespace: kube-system\n"}, "ConfigMap/b", 0, "kube-system"},
		"no image":                   {map[string]string{"app/templates/b.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  containers:\n    - name: c\n      image: \"\"\n"}, "Pod/b", 0, "has no image"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := packaged(t, s, tgz(t, with(c.files)))
			var upload *UploadError
			if !errors.As(err, &upload) {
				t.Fatalf("error is %v", err)
			}
			p := upload.Problems[0]
			if c.file != "" && p.File != c.file || c.line > 0 && p.Line != c.line || !strings.Contains(err.Error(), c.want) {
				t.Errorf("problem is %+v, want one of %s:%d with %q", p, c.file, c.line, c.want)
			}
		})
	}
}

func TestAChartThatRendersWithoutEndIsStopped(t *testing.T) {
	s := open(t, Options{Limits: Limits{RenderTime: time.Second, RenderBytes: 512 << 20}})
	for name, c := range map[string]struct{ template, want string }{
		"a loop":                          {`{{ range $i := until 100000 }}{{ range $j := until 100000 }}{{ end }}{{ end }}`, "b.yaml: rendering does not end: it was stopped after 1s"},
		"a long list":                     {`{{ $x := until 1000000000 }}`, "b.yaml: rendering takes more memory than the 512 MiB"},
		"a long text":                     {`{{ $x := repeat 1000000000 "xxxxxxxxxx" }}{{ $x }}`, "b.yaml: rendering takes more memory than the 512 MiB"},
		"a growing text":                  {`{{ $x := "x" }}{{ range $i := until 60 }}{{ $x = printf "%s%s" $x $x }}{{ end }}{{ $x }}`, "b.yaml: rendering takes more memory"},
		"a template that includes itself": {`{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}`, "b.yaml: line 1: rendering template has a nested reference name: x"},
		"a template that calls itself":    {`{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}`, "exceeded maximum template depth"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := packaged(t, s, tgz(t, with(map[string]string{"app/templates/b.yaml": c.template})))
			var upload *UploadError
			if !errors.As(err, &upload) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want one with %q", err, c.want)
			}
		})
	}
	if _, err := packaged(t, s, tgz(t, minimal)); err != nil {
		t.Errorf("a good chart after that: %v", err)
	}
}

func TestAChartSeesNothingOfTheServer(t *testing.T) {
	t.Setenv("CANARY", "canary-value")
	s := open(t, Options{})
	for _, template := range []string{`{{ env "CANARY" }}`, `{{ expandenv "$CANARY" }}`, `{{ getHostByName "localhost" }}x`, `{{ .Files.Get "/etc/passwd" }}{{ fail "read" }}`} {
		_, err := packaged(t, s, tgz(t, with(map[string]string{"app/templates/b.yaml": template})))
		if err == nil || strings.Contains(err.Error(), "canary-value") || strings.Contains(err.Error(), "root:") {
			t.Errorf("%s: %v", template, err)
		}
	}
}

func TestSecretsOfAChartAreMasked(t *testing.T) {
	s := open(t, Options{})
	b, err := packaged(t, s, tgz(t, with(map[string]string{
		"app/values.yaml":        "auth:\n  password: weak\n  apiToken: weak\n  pin: weak\n  existingSecret: \"\"\nfullnameOverride: \"\"\n",
		"app/values.schema.json": `{"properties": {"auth": {"properties": {"pin": {"type": "string", "writeOnly": true}}}}}`,
	})))
	must(t, err)
	got := map[string]string{}
	for _, p := range b.Parameters {
		switch {
		case p.Generated:
			got[p.Name] = "generated"
		case p.Secret:
			got[p.Name] = "masked"
		default:
			got[p.Name] = "shown"
		}
		if p.Secret && p.Default != nil {
			t.Errorf("the default of %s is shown: %v", p.Name, p.Default)
		}
	}
	want := map[string]string{"auth.password": "generated", "auth.apiToken": "masked", "auth.pin": "masked", "auth.existingSecret": "shown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}

func TestWithoutAWorkerNothingIsRendered(t *testing.T) {
	s, err := Open(t.TempDir(), Options{DeployerBinary: staticProgram(t)})
	must(t, err)
	if _, err := packaged(t, s, tgz(t, minimal)); err == nil || !strings.Contains(err.Error(), "without a worker") {
		t.Errorf("error is %v", err)
	}
	s = open(t, Options{Worker: []string{"/bin/false"}})
	if _, err := packaged(t, s, tgz(t, minimal)); err == nil || !strings.Contains(err.Error(), "the worker that reads packages failed") {
		t.Errorf("error is %v", err)
	}
}
