package e2e

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/conformance"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// modes are those of the data, and what they are to a marketplace and to a deployer.
var modes = map[string]struct {
	provision provision.Mode
	deployer  deployer.Mode
}{"install": {provision.Install, deployer.Install}, "verify": {provision.Verify, deployer.Verify}}

// warnings are what deployers warn of.
var warnings = map[string][]string{
	"falco": {`DaemonSet: left out, as this version of Kubernetes does not know it: ` +
		`.spec.template.spec.containers[name="falco"].livenessProbe.tcpSocket.path, .spec.template.spec.containers[name="falco"].readinessProbe.tcpSocket.path`},
}

func TestEveryPackageIsAppliedGetsReadyAndIsRemoved(t *testing.T) {
	folders := conformance.Packages(t)
	if len(folders) != 32 {
		t.Errorf("there are %d packages, not 32", len(folders))
	}
	for _, folder := range folders {
		name := filepath.Base(folder)
		if name == gatekeeper {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := simulated(t)
			for mode := range modes { // one after the other, as names outside of namespaces are the same
				t.Run(mode, func(t *testing.T) { live(t, c, readPackage(t, folder, mode)) })
			}
		})
	}
}

// live leads an app through its life.
func live(t *testing.T, c *kube.Client, p *pkg) {
	t.Helper()
	a := provisioned(t, c, p)
	if prepare := outside[p.name]; prepare != nil {
		prepare(t, c)
	}
	if err := a.deploy(t); err != nil {
		var f *event.Failure
		errors.As(err, &f)
		t.Fatalf("%s: %v\n%s", f.Stage, f, f.Hint)
	}
	if phase := a.phase(t); phase != "Success" {
		t.Errorf("the phase is %s", phase)
	}
	if diff := cmp.Diff(warnings[p.name], a.warned); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if testers := p.testers(t); !slices.Equal(testers, a.passedTesters()) {
		t.Errorf("of the testers %v passed %v", testers, a.passed)
	}
	if p.mode == "install" {
		a.converges(t)
	}
	a.remove(t)
	t.Log(a)
}
