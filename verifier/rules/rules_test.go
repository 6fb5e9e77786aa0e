package rules

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}

const application = "{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: app}}"

// owned is metadata of an object that goes with its app.
const owned = "metadata: {name: x, ownerReferences: [{uid: u, kind: Application, name: app, apiVersion: app.k8s.io/v1beta1}]}"

func TestEachRuleFindsWhatItIsFor(t *testing.T) {
	for name, c := range map[string]struct {
		object string
		tester bool
		want   string // code and the beginning of the message; empty for nothing
	}{
		"an image that is no reference":   {object: "{kind: Pod, " + owned + ", spec: {containers: [{name: c, image: 'a b', resources: {limits: {memory: 1Mi}}}]}}", want: `CH201 image "a b" of container c`},
		"a container without image":       {object: "{kind: Pod, " + owned + ", spec: {containers: [{name: c, resources: {limits: {memory: 1Mi}}}]}}", want: "CH201 container c has no image"},
		"an image of a job of a cron job": {object: "{kind: CronJob, " + owned + ", spec: {jobTemplate: {spec: {template: {spec: {initContainers: [{name: c, image: ':1'}]}}}}}}", want: `CH201 image ":1"`},
		"an object that nobody owns":      {object: "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}", want: "CH202 it is left behind"},
		"a cluster-scoped object":         {object: "{kind: ClusterRole, " + owned + "}", want: "CH203 it is cluster-scoped"},
		"a tester that is a Job":          {object: "{kind: Job, " + owned + "}", tester: true, want: "CH204 a tester that is not a Pod"},
		"a container without limit":       {object: "{kind: Deployment, " + owned + ", spec: {template: {spec: {containers: [{name: c, image: a}]}}}}", want: "CH214 no memory limit on container c"},
		"a claim":                         {object: "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: x}}"},
		"what is declared as kept":        {object: "{kind: ClusterRole, metadata: {name: x, annotations: {helm.sh/resource-policy: keep}}}"},
		"a tester without limit":          {object: "{kind: Pod, " + owned + ", spec: {containers: [{name: c, image: 'a:1'}]}}", tester: true},
		"a service":                       {object: "{kind: Service, " + owned + "}"},
	} {
		t.Run(name, func(t *testing.T) {
			app := object(t, application)
			s := Subject{Application: app, App: []*unstructured.Unstructured{app},
				ClusterScoped: func(o *unstructured.Unstructured) bool { return o.GetKind() == "ClusterRole" }}
			if o := object(t, c.object); c.tester {
				s.Testers = append(s.Testers, o)
			} else {
				s.App = append(s.App, o)
			}
			var got []string
			for _, p := range Check(s) {
				got = append(got, p.Code+" "+p.Message)
				if p.Hint == "" {
					t.Errorf("%s does not say what to do", p.Code)
				}
			}
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("found %q, want nothing", got)
			case c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.want)):
				t.Errorf("found %q, want %s", got, c.want)
			}
		})
	}
}

func TestVersionsInComponentKindsAreToldWithTheRightGroups(t *testing.T) {
	app := object(t, `{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: app}, spec: {componentKinds: [
		{group: apps/v1, kind: Deployment}, {group: v1, kind: Service}, {group: v1beta1, kind: CronJob}, {group: batch, kind: Job}, {group: "", kind: Secret}]}}`)
	cron := object(t, "{apiVersion: batch/v1, kind: CronJob, "+owned+"}")
	found := Check(Subject{Application: app, App: []*unstructured.Unstructured{app, cron}, ClusterScoped: func(*unstructured.Unstructured) bool { return false }})
	if len(found) != 1 || found[0].Code != "CH205" || found[0].File != "Application/app" {
		t.Fatalf("found %v", found)
	}
	if want := "componentKinds has versions where groups are wanted: apps/v1 for Deployment, v1 for Service, v1beta1 for CronJob"; found[0].Message != want {
		t.Errorf("%s\nwant %s", found[0].Message, want)
	}
	if want := `Write {group: "apps", kind: Deployment}, {group: "", kind: Service}, {group: "batch", kind: CronJob}.`; found[0].Hint != want {
		t.Errorf("%s\nwant %s", found[0].Hint, want)
	}
}

func TestCodesOfRulesAreUniqueAndInOrder(t *testing.T) {
	last := ""
	for _, r := range All() {
		if r.Code <= last || r.Title == "" {
			t.Errorf("rule %q after %q", r.Code, last)
		}
		last = r.Code
	}
}
