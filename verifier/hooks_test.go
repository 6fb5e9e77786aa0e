package verifier

import (
	"context"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/verifier/report"
)

const withHooks = "testdata/good/hooks"

// installHooks installs the package with hooks into a namespace of its own.
func installHooks(t *testing.T, target Target, namespace string) {
	t.Helper()
	mustPass(t)(Install(t.Context(), InstallOptions{Source: folderSource(t, withHooks), Target: target, Name: "shop", Namespace: namespace, CreateNamespace: true}))
}

func hooksNamespace(t *testing.T, target Target) string {
	namespace := "hooks-" + randomName(t)
	t.Cleanup(func() {
		_ = target.Client.Typed.CoreV1().Namespaces().Delete(context.Background(), namespace, metav1.DeleteOptions{})
	})
	return namespace
}

// jobsIn names the Jobs of a namespace that are not deployers.
func jobsIn(t *testing.T, target Target, namespace string) string {
	t.Helper()
	list, err := target.Client.Typed.BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, j := range list.Items {
		if !strings.Contains(j.Name, "deployer") {
			names = append(names, strings.TrimPrefix(j.Name, "shop-"))
		}
	}
	return strings.Join(names, " ")
}

func TestAChartWithAllHooksPassesIsUpgradedAndGoes(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := hooksNamespace(t, target)
	t.Run("verified", func(t *testing.T) {
		var out strings.Builder
		r, err := Verify(t.Context(), Options{Source: folderSource(t, withHooks), Target: target, Reporter: report.NewPlain(&out)})
		t.Logf("\n%s", out.String())
		if err != nil || r.Verdict != report.Passed {
			t.Fatalf("%v, %+v", err, r)
		}
		notes := strings.Join(r.Step(StepRemove).Notes, "\n")
		for _, want := range []string{"-pre-delete has run", "-post-delete has run"} {
			if !strings.Contains(notes, want) {
				t.Errorf("no %q in %s", want, notes)
			}
		}
		nothingIsLeft(t, target, r.Namespace)
	})
	installHooks(t, target, namespace)
	if got := jobsIn(t, target, namespace); got != "pre-install" { // the other one is deleted when it has succeeded
		t.Errorf("after the installation there are %s", got)
	}
	installHooks(t, target, namespace)
	if got := jobsIn(t, target, namespace); got != "post-upgrade pre-install pre-upgrade" {
		t.Errorf("after the upgrade there are %s", got)
	}
	mustPass(t)(Uninstall(t.Context(), UninstallOptions{Target: target, Name: "shop", Namespace: namespace}))
	if got := jobsIn(t, target, namespace); got != "" {
		t.Errorf("left are %s", got)
	}
	secrets, err := target.Client.Typed.CoreV1().Secrets(namespace).List(t.Context(), metav1.ListOptions{})
	maps, also := target.Client.Typed.CoreV1().ConfigMaps(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || also != nil || len(secrets.Items) > 0 || len(maps.Items) > 1 { // the cluster's own certificate
		t.Errorf("left are %d Secrets and %d ConfigMaps (%v, %v)", len(secrets.Items), len(maps.Items), err, also)
	}
}

func TestARemovalThatAHookStopsGoesWithoutHooks(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := hooksNamespace(t, target)
	installHooks(t, target, namespace)
	client := target.Client.Typed.CoreV1().ConfigMaps(namespace)
	if err := client.Delete(t.Context(), "shop-app", metav1.DeleteOptions{}); err != nil { // the pre-delete hook wants to see it
		t.Fatal(err)
	}
	r, err := Uninstall(t.Context(), UninstallOptions{Target: target, Name: "shop", Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	f := r.Step(StepRemove).Failure
	if r.Verdict != report.Failed || f == nil || f.Object.String() != "Job/shop-pre-delete" || !strings.Contains(f.Hint, "chandler uninstall shop -n "+namespace+" --no-hooks") {
		t.Fatalf("%s: %+v", r.Verdict, f)
	}
	if _, err := findApplication(t.Context(), target.Client, namespace, "shop"); err != nil {
		t.Errorf("the Application is gone: %v", err)
	}
	mustPass(t)(Uninstall(t.Context(), UninstallOptions{Target: target, Name: "shop", Namespace: namespace, NoHooks: true}))
	if _, err := findApplication(t.Context(), target.Client, namespace, "shop"); !apierrors.IsNotFound(err) {
		t.Errorf("the Application is there: %v", err)
	}
	if got := jobsIn(t, target, namespace); got != "" {
		t.Errorf("left are %s", got)
	}
}
