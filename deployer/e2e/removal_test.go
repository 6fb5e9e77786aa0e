package e2e

import (
	"context"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// remove uninstalls the app as a user would, deletes the namespace, and what an installation leaves outside of it, and
// waits until all of it is gone. What is in a namespace is gone when the namespace is.
func (a *app) remove(t *testing.T) {
	t.Helper()
	began := time.Now()
	items := a.outsideNamespace(t)
	watch := inventory.Follow(t.Context(), a.client, a.name, items)
	defer watch.Close()
	r, err := verifier.Uninstall(t.Context(), verifier.UninstallOptions{Target: verifier.Target{Client: a.client, Name: "simulated"},
		Name: a.name, Namespace: a.name, RemoveTimeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != report.Passed {
		t.Fatalf("the removal: %+v", r)
	}
	for _, i := range items {
		if a.mode == "install" || i.Kind == "Namespace" { // in a verification the others go with the namespace
			a.delete(t, i.Ref)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	if left, err := watch.Gone(ctx, func([]inventory.Item) {}); err != nil {
		t.Fatalf("still there: %v (%v)", left, err)
	}
	a.took["remove"] = time.Since(began)
}

// outsideNamespace is the namespace, and what was applied outside of it.
func (a *app) outsideNamespace(t *testing.T) map[types.UID]inventory.Item {
	t.Helper()
	items := map[types.UID]inventory.Item{}
	for _, ref := range append([]kube.Ref{{Version: "v1", Kind: "Namespace", Name: a.name}}, a.applied...) {
		if ref.Namespace != "" {
			continue
		}
		m, err := a.client.Mapper.RESTMapping(ref.GroupKind(), ref.Version)
		if err != nil {
			t.Fatal(err)
		}
		o, err := a.client.Metadata.Resource(m.Resource).Get(t.Context(), ref.Name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		items[o.UID] = inventory.Item{Ref: ref, Resource: inventory.Resource{GVR: m.Resource, Kind: ref.Kind}, Meta: o.ObjectMeta}
	}
	return items
}

func (a *app) delete(t *testing.T, ref kube.Ref) {
	t.Helper()
	if err := a.resource(t, ref).Delete(t.Context(), ref.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		t.Fatal(err)
	}
}
