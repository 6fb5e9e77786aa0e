package verifier

import (
	"context"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
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

func TestAChartWithAllHooksPassesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	var out strings.Builder
	r, err := Verify(t.Context(), Options{Source: folderSource(t, withHooks), Target: target, Reporter: report.NewPlain(&out)})
	t.Logf("\n%s", out.String())
	if err != nil || r.Verdict != report.Passed {
		t.Fatalf("%v, %+v", err, r)
	}
	for _, want := range []string{"-pre-delete has run", "-post-delete has run"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	nothingIsLeft(t, target, r.Namespace)
}

func TestHooksRunWhenAnAppIsUpgradedAndRemoved(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := hooksNamespace(t, target)
	installHooks(t, target, namespace)
	if got := jobsIn(t, target, namespace); got != "pre-install" { // the other one is deleted when it has succeeded
		t.Errorf("after the installation there are %s", got)
	}
	installHooks(t, target, namespace)
	if got := jobsIn(t, target, namespace); got != "post-upgrade pre-install pre-upgrade" {
		t.Errorf("after the upgrade there are %s", got)
	}
	restore := withoutConfig(t, target, namespace) // the hook before the removal wants to see it
	uninstall := UninstallOptions{Target: target, Name: "shop", Namespace: namespace}
	r, err := Uninstall(t.Context(), uninstall)
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
	restore()
	mustPass(t)(Uninstall(t.Context(), uninstall))
	nothingOfHooks(t, target, namespace)
}

// TestADiffLooksUpWhatTheDeployerWill has a chart that writes the number of nodes and of the revision.
func TestADiffLooksUpWhatTheDeployerWill(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	namespace := hooksNamespace(t, target)
	installHooks(t, target, namespace)
	changes, err := Diff(t.Context(), DiffOptions{Source: folderSource(t, withHooks), Target: target, Name: "shop", Namespace: namespace, DeployerImage: "chandler.local/hooks/deployer:1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range changes.Objects {
		if o.String() == "ConfigMap/shop-app" && strings.Join(o.Fields, " ") != "data.revision" {
			t.Errorf("%s would be changed in %v", o, o.Fields)
		}
	}
}

// withoutConfig deletes the configuration that hooks look for; what it gives makes it again.
func withoutConfig(t *testing.T, target Target, namespace string) (restore func()) {
	t.Helper()
	client := target.Client.Typed.CoreV1().ConfigMaps(namespace)
	config, err := client.Get(t.Context(), "shop-app", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Delete(t.Context(), config.Name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	return func() {
		config.ResourceVersion = ""
		if _, err := client.Create(t.Context(), config, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

func nothingOfHooks(t *testing.T, target Target, namespace string) {
	t.Helper()
	secrets, err := target.Client.Typed.CoreV1().Secrets(namespace).List(t.Context(), metav1.ListOptions{})
	maps, also := target.Client.Typed.CoreV1().ConfigMaps(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || also != nil || len(secrets.Items) > 0 || len(maps.Items) > 1 { // the cluster's own certificate
		t.Errorf("left are %d Secrets and %d ConfigMaps (%v, %v)", len(secrets.Items), len(maps.Items), err, also)
	}
	if got := jobsIn(t, target, namespace); got != "" {
		t.Errorf("left are %s", got)
	}
}

// standIn makes an Application, and what keeps a hook for its removal that can never run.
func standIn(t *testing.T, target Target, namespace string) {
	t.Helper()
	_, err := target.Client.Typed.CoreV1().Namespaces().Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	app := notThere(namespace, "shop")
	app.Object["spec"] = map[string]any{}
	if _, err := target.Client.Dynamic.Resource(applications).Namespace(namespace).Create(t.Context(), app, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	all, _ := hooks.Parse(kubetest.Objects(t, `{apiVersion: v1, kind: Service, metadata: {name: bad, annotations: {helm.sh/hook: "pre-delete,post-delete"}}, spec: {ports: [{port: 99999}]}}`))
	secret, err := hooks.Keep("shop", all)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := apply.Apply(t.Context(), target.Client, []*unstructured.Unstructured{secret}, apply.Options{Namespace: namespace}); err != nil {
		t.Fatal(err)
	}
}

func TestAnAppThatItsHooksDoNotLetGoGoesWithoutThem(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	for name, cut := range map[string]bool{"at once": false, "after a removal that was cut off": true} {
		namespace := hooksNamespace(t, target)
		standIn(t, target, namespace)
		if cut {
			if err := target.Client.Dynamic.Resource(applications).Namespace(namespace).Delete(t.Context(), "shop", metav1.DeleteOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		o := UninstallOptions{Target: target, Name: "shop", Namespace: namespace}
		r, err := Uninstall(t.Context(), o)
		if err != nil || r.Verdict != report.Failed || r.Step(StepRemove).Failure.Object.Name != "bad" {
			t.Fatalf("%s: %v, %+v", name, err, r)
		}
		o.NoHooks = true
		mustPass(t)(Uninstall(t.Context(), o))
		nothingOfHooks(t, target, namespace)
		if _, err := Uninstall(t.Context(), o); err == nil || !strings.Contains(err.Error(), "there is no Application shop") {
			t.Errorf("%s: there is something left to uninstall: %v", name, err)
		}
	}
}
