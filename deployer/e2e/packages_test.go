package e2e

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/provision"
)

func TestEveryPackage(t *testing.T) {
	for _, folder := range conformance.Packages(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			c := simulated(t)
			for _, mode := range []string{"install", "verify"} {
				t.Run(mode, func(t *testing.T) { live(t, c, readPackage(t, folder, mode)) })
			}
		})
	}
}

var modes = map[string]struct {
	provision provision.Mode
	deployer  deployer.Mode
}{"install": {provision.Install, deployer.Install}, "verify": {provision.Verify, deployer.Verify}}

func live(t *testing.T, c *kube.Client, p *pkg) {
	began := time.Now()
	name, err := verifier.NewName()
	if err != nil {
		t.Fatal(err)
	}
	set, err := provision.Make(provision.Input{Schema: p.schema, TestSchema: p.testSchema, Name: name, Namespace: name, Mode: modes[p.mode].provision,
		Given: p.given(), StorageClass: "standard", Environment: schema.Environment{Rand: rand.Reader, Now: time.Now()},
		Deployer: provision.Deployer{Image: "registry.example.com/app/deployer:1.0"}})
	if err != nil {
		t.Fatal(err)
	}
	create(t, c, provision.Namespace(name, name, nil))
	app := create(t, c, set.Application)
	set.Own(app.GetUID(), "")
	account := create(t, c, set.DeployerAccount)
	set.Own(app.GetUID(), account.GetUID())
	for _, o := range set.Objects {
		create(t, c, o)
	}
	loaded, err := deployer.Load(p.image(t, set.Values))
	if err != nil {
		t.Fatal(err)
	}
	var ends []event.Event
	err = deployer.Run(t.Context(), deployer.Options{Client: kubetest.As(t, c, name, account.GetName()), Package: loaded, Mode: modes[p.mode].deployer,
		Given: set.Values, ReadyTimeout: 30 * time.Second, TesterTimeout: 30 * time.Second, Hold: 0, Emit: func(e event.Event) {
			if e.Kind == event.End {
				ends = append(ends, e)
			}
		}})
	if err != nil {
		var f *event.Failure
		errors.As(err, &f)
		t.Errorf("%s %v\n%s", f.Stage, f, f.Hint)
	}
	t.Logf("%s in %s", p.mode, time.Since(began))
	for _, e := range ends {
		t.Logf("%s %s %d", e.Time.Sub(began), e.Stage, len(e.Objects))
	}
	if err := c.Core.Namespaces().Delete(context.Background(), name, metav1.DeleteOptions{}); err != nil {
		t.Error(err)
	}
}

func create(t *testing.T, c *kube.Client, o *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	m, err := c.Mapper.RESTMapping(o.GroupVersionKind().GroupKind(), o.GroupVersionKind().Version)
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.Dynamic.Resource(m.Resource).Namespace(o.GetNamespace()).Create(t.Context(), o, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}
