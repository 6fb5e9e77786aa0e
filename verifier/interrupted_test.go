package verifier

import (
	"context"
	"errors"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/verifier/report"
)

// stopping is a Reporter that interrupts when a deployer waits for an object of its app.
type stopping struct {
	report.Discard
	stop func()
}

func (s *stopping) Waiting(step, what string) {
	if step == StepInstall && strings.Contains(what, "Deployment/") {
		s.stop()
	}
}

func TestAnInterruptedInstallationStopsItsDeployer(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := kubetest.Namespace(t, target.Client)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := Install(ctx, InstallOptions{Source: folderSource(t, "testdata/bad/crash"), Target: target, Name: "halted", Namespace: namespace,
		Reporter: &stopping{stop: cancel}})
	var interrupted *Interrupted
	if !errors.As(err, &interrupted) || interrupted.Left != nil || !strings.Contains(err.Error(), "stays in namespace "+namespace) {
		t.Fatalf("the error is %v", err)
	}
	status, err := Status(t.Context(), target, namespace, "halted")
	if err != nil || status.Phase != "Failed" {
		t.Errorf("%+v, %v", status, err)
	}
	jobs, err := target.Client.Typed.BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(jobs.Items) != 0 {
		t.Errorf("%d Jobs, %v", len(jobs.Items), err)
	}
	leases, err := target.Client.Typed.CoordinationV1().Leases(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(leases.Items) != 0 {
		t.Errorf("%v, %v", leases, err)
	}
}
