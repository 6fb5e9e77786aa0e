package apply

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

func TestUnknownFieldsAreReadFromARefusalThatIsForThemOnly(t *testing.T) {
	const begin = "failed to create typed patch object (ns/web; apps/v1, Kind=Deployment): "
	for name, c := range map[string]struct {
		message string
		want    []string
	}{
		"one":            {begin + ".spec.replica: field not declared in schema", []string{".spec.replica"}},
		"several":        {begin + "errors:\n  .spec.a: field not declared in schema\n  .spec.b: field not declared in schema", []string{".spec.a", ".spec.b"}},
		"another fault":  {begin + "errors:\n  .spec.a: field not declared in schema\n  .spec.b: expected string, got 1", nil},
		"only another":   {begin + ".spec.b: expected string, got 1", nil},
		"another answer": {"the server is busy: field not declared in schema", nil},
	} {
		if diff := cmp.Diff(c.want, unknownFields(errors.New(c.message))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAFieldIsDroppedWhereItsPathLeads(t *testing.T) {
	const object = `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3},
l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z, p: 3}], m: [[{q: 4}]]}`
	for path, want := range map[string]string{
		".a.b.c":                        `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z, p: 3}], m: [[{q: 4}]]}`,
		`.l[name="x"].p`:                `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x}, {name: 'y]"', p: 2}, {port: 80, name: z, p: 3}], m: [[{q: 4}]]}`,
		`.l[name="y]\""].p`:             `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x, p: 1}, {name: 'y]"'}, {port: 80, name: z, p: 3}], m: [[{q: 4}]]}`,
		`.l[name="z",port=80].p`:        `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z}], m: [[{q: 4}]]}`,
		`.l[name="z",protocol="TCP"].p`: `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z}], m: [[{q: 4}]]}`,
		`.m[0][0].q`:                    `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}, "d]e": 3}, l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z, p: 3}], m: [[{}]]}`,
		`.a.d]e`:                        `{apiVersion: v1, kind: K, metadata: {name: k}, a.b: {c: 1}, a: {b: {c: 2}}, l: [{name: x, p: 1}, {name: 'y]"', p: 2}, {port: 80, name: z, p: 3}], m: [[{q: 4}]]}`,
		".nowhere":                      "", `.l[name="w"].p`: "", `.l[7].p`: "", `.l[name=].p`: "", `.l["x"].p`: "", ".l[0": "", ".l[0]": "", "": "", "a": "", ".a.": "",
	} {
		o := kubetest.Objects(t, object)[0]
		if dropped := drop(o, []string{path}); dropped != (want != "") {
			t.Errorf("%s: dropped %v", path, dropped)
		}
		if want == "" {
			want = object
		}
		if diff := cmp.Diff(kubetest.Objects(t, want)[0].Object, o.Object); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func FuzzDrop(f *testing.F) {
	for _, path := range []string{".spec.x", `.spec.l[name="a",port=1].x`, ".spec.l[0].x", `.spec.l[name="\"]`} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		o := kubetest.Objects(t, `{kind: K, spec: {x: 1, l: [{name: a, port: 1, x: 2}, {x: {y: 3}}]}}`)[0]
		before := len(o.Object)
		if drop(o, []string{path}) && (path == "" || path[0] != '.' || len(o.Object) < before-1) {
			t.Errorf("%q led to %v", path, o.Object)
		}
	})
}

// Fields that no version has had, in all the places that paths lead to.
const oddDeployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, colour: red}
odd.one: 1
spec:
  replica: 2
  replicas: 0
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      tolerations: [{key: k, operator: Exists, until: noon}]
      containers:
      - {name: a, image: "example.com/a:1", ports: [{containerPort: 80, name: http, prot: x}, {containerPort: 81, protocol: UDP, prot: y}]}
      - {name: b, image: "example.com/b:1", livenessProbe: {tcpSocket: {port: 80, path: /}}, env: [{name: E, value: "1", secret: z}]}
`

func TestFieldsThatTheServerDoesNotKnowAreLeftOutAndTold(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	var told []string
	options := Options{Namespace: ns, Unknown: func(ref kube.Ref, fields []string) { told = append(told, append(fields, ref.String())...) }}
	plan, err := Plan(t.Context(), c, kubetest.Objects(t, oddDeployment), options)
	if err != nil {
		t.Fatal(err)
	}
	applied, err := Apply(t.Context(), c, Objects(plan), options)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(told)
	want := []string{
		`.metadata.colour`, `.odd.one`, `.spec.replica`,
		`.spec.template.spec.containers[name="a"].ports[containerPort=80,protocol="TCP"].prot`,
		`.spec.template.spec.containers[name="a"].ports[containerPort=81,protocol="UDP"].prot`,
		`.spec.template.spec.containers[name="b"].env[name="E"].secret`,
		`.spec.template.spec.containers[name="b"].livenessProbe.tcpSocket.path`,
		`.spec.template.spec.tolerations[0].until`, "Deployment/web"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	live, err := c.Dynamic.Resource(applied[0].Resource.GroupVersionResource).Namespace(ns).Get(t.Context(), "web", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, unknown := live.Object["spec"].(map[string]any)["replica"]; unknown {
		t.Error("the server keeps fields that it does not know")
	}
}

func TestAnObjectIsRefusedForMoreThanUnknownFields(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	f := refused(t, Options{Namespace: kubetest.Namespace(t, c)}, "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80, prot: TCP}], type: {}}}")
	if f.Reason != "Malformed" || !strings.Contains(f.Message, "prot") {
		t.Errorf("%v: %s", f, f.Hint)
	}
}
