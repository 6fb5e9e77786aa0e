package e2e

import (
	"testing"

	"github.com/chandler-dev/chandler/verifier"
)

// converges holds another run to changing nothing.
func (a *app) converges(t *testing.T) {
	t.Helper()
	changes, err := verifier.Diff(t.Context(), verifier.DiffOptions{Source: verifier.Source{Name: a.name, Files: a.files(t)},
		Target: verifier.Target{Client: a.client, Name: "simulated"}, Name: a.name, Namespace: a.name, DeployerImage: deployerImage, Parameters: a.given()})
	if err != nil {
		t.Fatal(err)
	}
	unknown := 0
	for _, o := range changes.Objects {
		if len(o.Unknown) > 0 {
			unknown++
		}
		if o.Action != "unchanged" {
			t.Errorf("again: %s %s %v", o.Action, o.Ref, o.Fields)
		}
	}
	if unknown != len(a.warned) {
		t.Errorf("again: %d objects with fields that the cluster does not know, but %d were warned of", unknown, len(a.warned))
	}
}
