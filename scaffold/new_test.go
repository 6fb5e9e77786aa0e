package scaffold_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/scaffold"
)

var app = scaffold.Image{Source: "app.tar", Local: true, Port: 9090, User: 101}

func options(kind scaffold.Kind, images map[string]scaffold.Image) scaffold.Options {
	return scaffold.Options{Name: "hello", Kind: kind, Images: images}
}

func TestANewPackageLintsCleanWithoutAWarning(t *testing.T) {
	for _, kind := range []scaffold.Kind{scaffold.Envsubst, scaffold.Helm} {
		for name, images := range map[string]map[string]scaffold.Image{
			"with a tester":               {"app": app, "tester": {Source: "registry.example.com/tests:1", User: -1}},
			"with the app's own tester":   {"app": app},
			"of root, on an unknown port": {"app": {Source: "app.tar", Local: true}},
		} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				o := options(kind, images)
				o.Title, o.PartnerID, o.SolutionID = `Ahoy: "yes" #1`, "acme", "hello"
				p, err := scaffold.New(o)
				must(t, err)
				rendered := lintsClean(t, p)
				if got := kindsOf(rendered.App); !same(got, map[string]int{"Application": 1, "Deployment": 1, "Service": 1}) {
					t.Errorf("it renders %v", got)
				}
				if len(rendered.Testers) != 1 {
					t.Errorf("it has %d testers", len(rendered.Testers))
				}
				if got, _, _ := unstructured.NestedString(rendered.Application.Object, "spec", "descriptor", "type"); got != o.Title {
					t.Errorf("the title became %q", got)
				}
			})
		}
	}
}

func TestAnImageWithoutShellGetsNoTesterButANote(t *testing.T) {
	bare := app
	bare.NoShell = true
	p, err := scaffold.New(options(scaffold.Envsubst, map[string]scaffold.Image{"app": bare}))
	must(t, err)
	if rendered := lintsClean(t, p); len(rendered.Testers) != 0 {
		t.Error("it has a tester that cannot run")
	}
	hasNote(t, p, "there is no tester")
}

// The restricted level of Kubernetes' Pod security standards.
func TestPodsOfANewPackageKeepToTheRestrictedLevel(t *testing.T) {
	for _, kind := range []scaffold.Kind{scaffold.Envsubst, scaffold.Helm} {
		p, err := scaffold.New(options(kind, map[string]scaffold.Image{"app": {Source: "app.tar", Local: true}}))
		must(t, err)
		rendered := lintsClean(t, p)
		for _, o := range append(rendered.App, rendered.Testers...) {
			path := []string{"spec"}
			if o.GetKind() == "Deployment" {
				path = []string{"spec", "template", "spec"}
			} else if o.GetKind() != "Pod" {
				continue
			}
			spec, _, err := unstructured.NestedMap(o.Object, path...)
			must(t, err)
			want := map[string]any{"runAsNonRoot": true, "runAsUser": int64(65532), "runAsGroup": int64(65532), "seccompProfile": map[string]any{"type": "RuntimeDefault"}}
			if diff := cmp.Diff(want, spec["securityContext"]); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", kind, o.GetKind(), diff)
			}
			container := spec["containers"].([]any)[0].(map[string]any)
			want = map[string]any{"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": map[string]any{"drop": []any{"ALL"}}}
			if diff := cmp.Diff(want, container["securityContext"]); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", kind, o.GetKind(), diff)
			}
			if limit, _, _ := unstructured.NestedString(container, "resources", "limits", "memory"); limit == "" {
				t.Errorf("%s %s has no memory limit", kind, o.GetKind())
			}
		}
	}
}

func TestThePortOfTheImageIsTheContainers(t *testing.T) {
	p, err := scaffold.New(options(scaffold.Envsubst, map[string]scaffold.Image{"app": app}))
	must(t, err)
	if deployment := string(p.Files["manifest/deployment.yaml"]); !strings.Contains(deployment, "containerPort: 9090\n") || strings.Contains(deployment, "runAsUser") {
		t.Errorf("port and user are not the image's:\n%s", deployment)
	}
}

func TestOptionsThatWillNotDoAreNamed(t *testing.T) {
	for want, change := range map[string]func(*scaffold.Options){
		`the name "Hello"`:      func(o *scaffold.Options) { o.Name = "Hello" },
		`the name ""`:           func(o *scaffold.Options) { o.Name = "" },
		`the title "a $name"`:   func(o *scaffold.Options) { o.Title = "a $name" },
		`the title "{{ . }}"`:   func(o *scaffold.Options) { o.Title = "{{ . }}" },
		`the version "v1.0"`:    func(o *scaffold.Options) { o.Version = "v1.0" },
		`the version "1.0.0+b"`: func(o *scaffold.Options) { o.Version = "1.0.0+b" },
		"give both or none":     func(o *scaffold.Options) { o.PartnerID = "acme" },
		`the id "a\"b"`:         func(o *scaffold.Options) { o.PartnerID, o.SolutionID = `a"b`, "x" },
		`the kind "docker"`:     func(o *scaffold.Options) { o.Kind = "docker" },
		"needs the image":       func(o *scaffold.Options) { o.Images = nil },
	} {
		o := options(scaffold.Helm, map[string]scaffold.Image{"app": app})
		change(&o)
		if _, err := scaffold.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
}

func TestTitlesAndNamesAreMadeOfOtherWords(t *testing.T) {
	for from, want := range map[string]string{"message-board": "Message board", "replicaCount": "Replica count", "auth.rootPassword": "Auth root password", "tlsCA": "Tls CA", "": ""} {
		if got := scaffold.TitleOf(from); got != want {
			t.Errorf("the title of %q is %q, want %q", from, got, want)
		}
	}
	for from, want := range map[string]string{"/srv/My App_2": "myapp2", "7-up": "up", "---": "", "v1.2": "v1-2"} {
		if got := scaffold.NameOf(from); got != want {
			t.Errorf("the name of %q is %q, want %q", from, got, want)
		}
	}
	if long := scaffold.NameOf(strings.Repeat("a", 39) + "-b"); scaffold.NameError(long) != nil {
		t.Errorf("a long name became %q", long)
	}
}

func hasNote(t *testing.T, p *scaffold.Package, part string) {
	t.Helper()
	for _, n := range p.Notes {
		if strings.Contains(n.File+": "+n.Text, part) {
			return
		}
	}
	t.Errorf("no note says %q among %q", part, p.Notes)
}
