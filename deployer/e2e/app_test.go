package e2e

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/internal/simnode"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// deployerImage is what the app's images are derived from. Nobody pulls them.
const deployerImage = "registry.example.com/app/deployer:1.0"

// timeout is far more than a package takes here.
const timeout = time.Minute

// app is a package that is deployed, to a namespace of the same name.
type app struct {
	*pkg
	client *kube.Client
	name   string
	set    *provision.Set
	// applied and passed are what the deployer told at the end of its stages.
	applied, passed []kube.Ref
	warned          []string
	took            map[string]time.Duration
}

// provisioned makes what a marketplace makes before it starts a deployer.
func provisioned(t *testing.T, c *kube.Client, p *pkg) *app {
	t.Helper()
	name, err := verifier.NewName()
	if err != nil {
		t.Fatal(err)
	}
	a := &app{pkg: p, client: c, name: name, took: map[string]time.Duration{}}
	a.set, err = provision.Make(provision.Input{Schema: p.schema, TestSchema: p.testSchema, Name: name, Namespace: name, Mode: modes[p.mode].provision,
		Given: p.given(), StorageClass: simnode.StorageClass, Deployer: provision.Deployer{Image: deployerImage},
		Environment: schema.Environment{Rand: rand.Reader, Now: time.Now()}})
	if err != nil {
		t.Fatal(err)
	}
	a.create(t, provision.Namespace(name, name, nil))
	uid := a.create(t, a.set.Application).GetUID()
	a.set.Own(uid, "")
	a.set.Own(uid, a.create(t, a.set.DeployerAccount).GetUID())
	for _, o := range a.set.Objects {
		a.create(t, o)
	}
	return a
}

func (a *app) create(t *testing.T, o *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	made, err := a.resource(t, kube.RefOf(o)).Create(t.Context(), o, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// resource is where an object is found in the API. The namespace of the app is added where it belongs.
func (a *app) resource(t *testing.T, ref kube.Ref) dynamic.ResourceInterface {
	t.Helper()
	m, err := a.client.Mapper.RESTMapping(ref.GroupKind(), ref.Version)
	if err != nil {
		t.Fatal(err)
	}
	if m.Scope.Name() == "namespace" {
		return a.client.Dynamic.Resource(m.Resource).Namespace(a.name)
	}
	return a.client.Dynamic.Resource(m.Resource)
}

// deploy runs the deployer, with the rights that its account was given and no others.
func (a *app) deploy(t *testing.T) error {
	t.Helper()
	loaded, err := deployer.Load(a.files(t))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	return deployer.Run(t.Context(), deployer.Options{
		Client: kubetest.As(t, a.client, a.name, a.set.DeployerAccount.GetName()), Package: loaded, Mode: modes[a.mode].deployer, Given: a.set.Values,
		ReadyTimeout: timeout, TesterTimeout: timeout, Emit: func(e event.Event) { a.heard(e, time.Since(began)) }})
}

func (a *app) heard(e event.Event, after time.Duration) {
	switch e.Kind {
	case event.Warning:
		a.warned = append(a.warned, e.Ref.Kind+": "+e.Message)
	case event.End:
		a.ended(e, after)
	}
}

func (a *app) ended(e event.Event, after time.Duration) {
	a.took[e.Stage] = after
	switch e.Stage {
	case event.Apply:
		a.applied = e.Objects
	case event.Test:
		a.passed = e.Objects
	}
}

// passedTesters are those that the deployer told, by their names without the app's.
func (a *app) passedTesters() []string {
	var names []string
	for _, ref := range a.passed {
		names = append(names, strings.TrimPrefix(ref.Name, a.name))
	}
	slices.Sort(names)
	return names
}

func (a *app) phase(t *testing.T) string {
	t.Helper()
	o, err := a.resource(t, kube.RefOf(a.set.Application)).Get(t.Context(), a.name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	phase, _, _ := unstructured.NestedString(o.Object, "spec", "assemblyPhase")
	return phase
}

func (a *app) String() string {
	return fmt.Sprintf("%d objects applied after %.1f s, ready after %.1f s, gone after %.1f s", len(a.applied),
		a.took[event.Apply].Seconds(), a.took[event.Wait].Seconds(), a.took["remove"].Seconds())
}

// files is the deployer image.
func (a *app) files(t *testing.T) fstest.MapFS { return a.filesFor(t, a.set.Values) }
