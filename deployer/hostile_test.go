package deployer

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// TestMain lets this test program be the worker that renders charts.
func TestMain(m *testing.M) {
	render.Worker()
	os.Exit(m.Run())
}

func TestAChartThatWantsAllMemoryEndsAsAFailedDeployment(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/greedy.yaml": `{{ repeat 1000000000000 "x" }}`}))
	err := Run(t.Context(), o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Render || !strings.Contains(f.Message, "greedy.yaml") {
		t.Errorf("%v", err)
	}
	if phase := phaseOf(t, c, ns); phase != "Failed" {
		t.Errorf("phase %s", phase)
	}
}
