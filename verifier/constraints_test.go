package verifier

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/verifier/report"
)

const demanding = "testdata/good/constraints-unmet"

// asking copies the package that asks for too much, with other constraints.
func asking(t *testing.T, constraints string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "asking")
	if err := os.CopyFS(dir, os.DirFS(demanding)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "schema.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), "  clusterConstraints:\n")
	_, after, _ := strings.Cut(rest, "properties:\n")
	changed := before + "  clusterConstraints:\n    " + constraints + "\nproperties:\n" + after
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const tooMuch = "resources: [{replicas: 500, requests: {cpu: 64}}]"

func TestAVerificationNotesConstraintsThatAreNotMet(t *testing.T) {
	t.Parallel()
	r := mustRun(t)(Verify(t.Context(), Options{Source: folderSource(t, demanding), Target: testTarget(t)}))
	notes := strings.Join(r.Step(StepProvision).Notes, "\n")
	if r.Verdict != report.Passed || !strings.Contains(notes, "k8sVersion: needs Kubernetes >=9.0") || !strings.Contains(notes, "resources[1]: needs 500 nodes") {
		t.Errorf("%s with the notes\n%s", r.Verdict, notes)
	}
	if len(r.Constraints) != 5 {
		t.Errorf("the report has %v", r.Constraints)
	}
}

func TestAnInstallThatDoesNotFitMakesNothing(t *testing.T) {
	t.Parallel()
	target, namespace := testTarget(t), "shop-"+randomName(t)
	o := InstallOptions{Source: folderSource(t, demanding), Target: target, Name: "big", Namespace: namespace, CreateNamespace: true}
	r := mustRun(t)(Install(t.Context(), o))
	if r.Verdict != report.Failed || r.FailedAt != StepConstraints || r.Step(StepInstall).Verdict != report.Skipped {
		t.Errorf("%s at %s: %s", r.Verdict, r.FailedAt, r.Reason)
	}
	if _, err := target.Client.Core.Namespaces().Get(t.Context(), namespace, metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the namespace was made: %v", err)
	}
}

func TestAnAppIsNotInTheWayOfItself(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := kubetest.Namespace(t, target.Client)
	t.Cleanup(func() {
		_, _ = Uninstall(context.Background(), UninstallOptions{Target: target, Name: "big", Namespace: namespace})
	})
	install := func(constraints string, ignore bool) *report.Report {
		return mustRun(t)(Install(t.Context(), InstallOptions{
			Source: folderSource(t, asking(t, constraints)), Target: target, Name: "big", Namespace: namespace, IgnoreConstraints: ignore,
		}))
	}
	if r := install(tooMuch, false); r.FailedAt != StepConstraints || !strings.Contains(r.Reason, "needs room for 500 replicas of 64 CPU") {
		t.Errorf("a first install: %s at %s: %s", r.Verdict, r.FailedAt, r.Reason)
	}
	if r := install(tooMuch, true); r.Verdict != report.Passed {
		t.Fatalf("an install that ignores it: %s", r.Reason)
	}
	if r := install(tooMuch, false); r.Verdict != report.Passed || len(r.Step(StepConstraints).Notes) != 1 {
		t.Errorf("the second install: %s: %v", r.Reason, r.Step(StepConstraints).Notes)
	}
	if r := install(`k8sVersion: "<1.2"`, false); r.FailedAt != StepConstraints {
		t.Errorf("a second install onto a cluster of another version: %s at %s", r.Verdict, r.FailedAt)
	}
}

func TestWhatNobodyMayReadRefusesNothing(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := kubetest.Namespace(t, target.Client)
	admin := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "admin"}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Namespace: namespace, Name: "admin"}},
	}
	if _, err := target.Client.Typed.RbacV1().RoleBindings(namespace).Create(t.Context(), admin, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = Uninstall(context.Background(), UninstallOptions{Target: target, Name: "big", Namespace: namespace})
	})
	own := target
	own.Client = kubetest.As(t, target.Client, namespace, "admin")
	r := mustRun(t)(Install(t.Context(), InstallOptions{Source: folderSource(t, asking(t, tooMuch)), Target: own, Name: "big", Namespace: namespace}))
	if s := r.Step(StepConstraints); s.Verdict != report.Passed || s.Summary != "1 unknown" {
		t.Errorf("%s: %s%s", s.Verdict, s.Summary, s.Reason)
	}
}

// mustRun fails the test where there is no verdict.
func mustRun(t *testing.T) func(*report.Report, error) *report.Report {
	t.Helper()
	return func(r *report.Report, err error) *report.Report {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}
