package e2e

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/verifier/inventory"
)

// gatekeeper is the one package that cannot be deployed.
const gatekeeper = "gatekeeper"

// TestGatekeeperIsRefusedAndWhy: the reference, too, refuses its schema and its Application. Without these faults it would
// still need a version of an API that Kubernetes has no more since 1.22.
func TestGatekeeperIsRefusedAndWhy(t *testing.T) {
	folder := conformance.Having(t, gatekeeper+"/schema.yaml")[0]
	for _, c := range []struct {
		mended []string // one fault after the other
		want   event.Failure
	}{
		{nil, event.Failure{Stage: event.Expand, Reason: "CH141", Message: "deployerServiceAccount must have a description"}},
		{[]string{"  deployerServiceAccount:\n", "  deployerServiceAccount:\n    description: makes policies\n"},
			event.Failure{Stage: event.Check, Message: "its annotation marketplace.cloud.google.com/deploy-info is not a JSON object"}},
		{[]string{"  deployerServiceAccount:\n", "  deployerServiceAccount:\n    description: makes policies\n",
			"{partner_id: ", `{"partner_id": `, "product_id: ", `"product_id": `, "partner_name: ", `"partner_name": `},
			event.Failure{Stage: event.Apply, Reason: "NoSuchKind", Message: "the cluster has no kind CustomResourceDefinition in apiextensions.k8s.io/v1beta1",
				Hint: "Nothing was applied. This cluster serves the kind as apiextensions.k8s.io/v1: change apiVersion, and what else changed with it."}},
	} {
		t.Run(c.want.Stage, func(t *testing.T) {
			t.Parallel()
			p := readPackage(t, folder, "install").mended(strings.NewReplacer(c.mended...))
			a := provisioned(t, simulated(t), p)
			before := a.standing(t)
			err := a.deploy(t)
			var f *event.Failure
			if !errors.As(err, &f) || f.Stage != c.want.Stage || f.Reason != c.want.Reason || !strings.Contains(f.Message, c.want.Message) || !strings.Contains(f.Hint, c.want.Hint) {
				t.Errorf("%v: %+v", err, f)
			}
			made := inventory.Since(before, a.standing(t)) // but for what clusters put into every namespace
			for _, i := range slices.Concat(made.Left, made.Kept, made.Going) {
				if i.Namespace == a.name || strings.Contains(i.Name, gatekeeper) {
					t.Errorf("%s was made", i)
				}
			}
			a.remove(t)
		})
	}
}

// mended is the package with some of its text replaced.
func (p *pkg) mended(r *strings.Replacer) *pkg {
	const file = "data/schema.yaml"
	p.image[file].Data = []byte(r.Replace(string(p.image[file].Data)))
	p.objects = r.Replace(p.objects)
	return p
}

// standing is all that there is in the namespace, and outside of it.
func (a *app) standing(t *testing.T) *inventory.Inventory {
	t.Helper()
	resources, err := inventory.Resources(a.client)
	if err != nil {
		t.Fatal(err)
	}
	stock, err := inventory.Take(t.Context(), a.client, resources, a.name)
	if err != nil {
		t.Fatal(err)
	}
	return stock
}
