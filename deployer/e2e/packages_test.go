package e2e

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

var modes = map[string]struct {
	provision provision.Mode
	deployer  deployer.Mode
}{"install": {provision.Install, deployer.Install}, "verify": {provision.Verify, deployer.Verify}}

func TestEveryPackageIsAppliedGetsReadyAndIsRemoved(t *testing.T) {
	for _, folder := range conformance.Packages(t) {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := simulated(t)
			for _, mode := range []string{"install", "verify"} { // one after the other, as names outside of namespaces are the same
				t.Run(mode, func(t *testing.T) { live(t, c, readPackage(t, folder, mode)) })
			}
		})
	}
}

func live(t *testing.T, c *kube.Client, p *pkg) {
	a := provisioned(t, c, p)
	if err := a.deploy(t); err != nil {
		var f *event.Failure
		errors.As(err, &f)
		t.Fatalf("%s: %v\n%s", f.Stage, f, f.Hint)
	}
	if phase := a.phase(t); phase != "Success" {
		t.Errorf("the phase is %s", phase)
	}
	if p.mode == "install" {
		a.converges(t)
	}
	a.remove(t)
	t.Log(a)
}
