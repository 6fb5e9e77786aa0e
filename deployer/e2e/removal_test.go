package e2e

import (
	"context"
	"maps"
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

// remove uninstalls the app as a user would, deletes what an installation leaves outside of the namespace, and the
// namespace, and waits until all that was applied, and all that came of it, is gone.
func (a *app) remove(t *testing.T) {
	t.Helper()
	began := time.Now()
	all := a.standing(t)
	watch := inventory.Follow(t.Context(), a.client, a.name, all)
	defer watch.Close()
	r, err := verifier.Uninstall(t.Context(), verifier.UninstallOptions{Target: verifier.Target{Client: a.client, Name: "simulated"},
		Name: a.name, Namespace: a.name, RemoveTimeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != report.Passed {
		t.Fatalf("the removal: %+v", r)
	}
	if a.mode == "install" { // in a verification they go with the namespace
		for _, i := range all {
			if i.Namespace == "" {
				a.delete(t, i.Ref)
			}
		}
	}
	a.delete(t, kube.Ref{Version: "v1", Kind: "Namespace", Name: a.name})
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	if left, err := watch.Gone(ctx, func([]inventory.Item) {}); err != nil {
		t.Fatalf("still there: %v (%v)", left, err)
	}
	a.took["remove"] = time.Since(began)
}

// standing is all that stands in the namespace, and what was applied outside of it.
func (a *app) standing(t *testing.T) map[types.UID]inventory.Item {
	t.Helper()
	resources, err := inventory.Resources(a.client)
	if err != nil {
		t.Fatal(err)
	}
	stock, err := inventory.Take(t.Context(), a.client, resources, a.name)
	if err != nil {
		t.Fatal(err)
	}
	ours := map[kube.Ref]bool{}
	for _, ref := range a.applied {
		ours[ref] = true
	}
	all := maps.Clone(stock.Items)
	maps.DeleteFunc(all, func(_ types.UID, i inventory.Item) bool { return i.Namespace == "" && !ours[i.Ref] })
	return all
}

func (a *app) delete(t *testing.T, ref kube.Ref) {
	t.Helper()
	if err := a.resource(t, ref).Delete(t.Context(), ref.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		t.Fatal(err)
	}
}
