package verifier

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

const good = "testdata/good/everything"

func TestAGoodPackagePassesAndLeavesNothing(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	var out strings.Builder
	logs := t.TempDir()
	r, err := Verify(t.Context(), Options{Source: folderSource(t, good), Target: target, Logs: logs, Reporter: report.NewPlain(&out)})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", out.String())
	if r.Verdict != report.Passed {
		t.Fatalf("verdict %s: %s", r.Verdict, r.Reason)
	}
	nothingIsLeft(t, target, r.Namespace)
	for _, name := range []string{"deployer.log", "resources.yaml", "events.log", "leftovers.log", "report.json", "report.xml", "report.html", "testers/" + r.Application + "-tester.log"} {
		if info, err := os.Stat(filepath.Join(logs, name)); err != nil || info.Size() == 0 {
			t.Errorf("the logs lack %s: %v", name, err)
		}
	}
	noSecrets(t, filepath.Join(logs, "resources.yaml"))
}

func TestAPackageOfSchemaV1Passes(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	r, err := Verify(t.Context(), Options{Source: folderSource(t, "testdata/good/schema-v1"), Target: target})
	if err != nil {
		t.Fatal(err)
	}
	if r.Verdict != report.Passed {
		t.Fatalf("verdict %s at %s: %s", r.Verdict, r.FailedAt, r.Reason)
	}
	nothingIsLeft(t, target, r.Namespace)
}

// noSecrets fails if the values of Secrets can be read from a file.
func noSecrets(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"greeting: aGVsbG8", "LS0tLS1CRUdJTi"} { // base64 of hello, and of a PEM block's begin
		if strings.Contains(string(text), word) {
			t.Errorf("%s has the data of a Secret: %s", file, word)
		}
	}
}

// nothingIsLeft waits for the end of the namespace and looks for what bears its name outside of it.
func nothingIsLeft(t *testing.T, target Target, namespace string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	namespaces := target.Client.Typed.CoreV1().Namespaces()
	watch, err := namespaces.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + namespace})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	if n, err := namespaces.Get(ctx, namespace, metav1.GetOptions{}); err == nil && n.DeletionTimestamp == nil {
		t.Fatalf("namespace %s is not being deleted", namespace)
	}
	for {
		if _, err := namespaces.Get(ctx, namespace, metav1.GetOptions{}); apierrors.IsNotFound(err) {
			break
		}
		select {
		case <-watch.ResultChan():
		case <-ctx.Done():
			t.Fatalf("namespace %s does not go", namespace)
		}
	}
	r := &run{options: Options{Target: target}, namespace: namespace, name: namespace}
	base, err := r.listCluster(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range base.inventory.Sorted() {
		if mine, err := r.ours(ctx, i); mine || err != nil {
			t.Errorf("%s is left in the cluster (%v)", i, err)
		}
	}
}

func TestAnInterruptedVerificationCleansUp(t *testing.T) {
	for _, during := range []string{StepProvision, StepInstall, StepTest, StepRemove} {
		t.Run(during, func(t *testing.T) {
			t.Parallel()
			target := testTarget(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			stop := &interrupting{step: during, stop: cancel}
			_, err := Verify(ctx, Options{Source: folderSource(t, good), Target: target, Reporter: stop})
			var interrupted *Interrupted
			if !errors.As(err, &interrupted) || interrupted.Left != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("the error is %v, want that nothing is left", err)
			}
			if stop.namespace == "" {
				t.Fatal("it was not interrupted")
			}
			nothingIsLeft(t, target, stop.namespace)
		})
	}
}

// interrupting is a Reporter that interrupts when a step begins to wait for something.
type interrupting struct {
	report.Discard
	step, namespace string
	stop            func()
}

func (i *interrupting) Header(r *report.Report) { i.namespace = r.Namespace }

func (i *interrupting) Begin(step string) {
	if step == i.step {
		time.AfterFunc(50*time.Millisecond, i.stop)
	}
}

func TestADeadClusterIsNamed(t *testing.T) {
	client, err := kube.New(&rest.Config{Host: "https://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = Verify(t.Context(), Options{Source: folderSource(t, good), Target: Target{Client: client, Name: "dead",
		Load: func(context.Context, ...string) error { return nil }}})
	if err == nil || !strings.Contains(err.Error(), `"dead" (https://127.0.0.1:1)`) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("the error is %v, want the cluster's name, its address and the reason", err)
	}
}

func TestWhatFailedIsKeptWhenAskedFor(t *testing.T) {
	t.Parallel()
	target := testTarget(t)
	logs := t.TempDir()
	r, err := Verify(t.Context(), Options{Source: folderSource(t, "testdata/bad/tester-exit-3"), Target: target, Keep: true, Logs: logs})
	if err != nil {
		t.Fatal(err)
	}
	namespaces := target.Client.Typed.CoreV1().Namespaces()
	t.Cleanup(func() { _ = namespaces.Delete(context.Background(), r.Namespace, metav1.DeleteOptions{}) })
	if n, err := namespaces.Get(t.Context(), r.Namespace, metav1.GetOptions{}); err != nil || n.DeletionTimestamp != nil {
		t.Errorf("namespace %s is gone: %v", r.Namespace, err)
	}
	if reason := r.Step(StepRemove).Reason; !strings.Contains(reason, r.Namespace) {
		t.Errorf("the report does not say where: %q", reason)
	}
	if _, err := os.Stat(filepath.Join(logs, "resources.yaml")); err != nil {
		t.Error(err)
	}
}

func TestInstallConvergesAndUninstallTakesEverythingButData(t *testing.T) {
	t.Parallel()
	target, namespace, name := testTarget(t), "shop-"+randomName(t), "shop"
	t.Cleanup(func() { // the uninstall fails, unless the test failed before it came to that
		_, _ = Uninstall(context.Background(), UninstallOptions{Target: target, Name: name, Namespace: namespace})
		_ = target.Client.Typed.CoreV1().Namespaces().Delete(context.Background(), namespace, metav1.DeleteOptions{})
	})
	install := func(create bool, greeting string) (*report.Report, error) {
		return Install(t.Context(), InstallOptions{Source: folderSource(t, good), Target: target, Name: name, Namespace: namespace,
			CreateNamespace: create, Parameters: map[string]any{"greeting": greeting, "reportingSecret": "none"}})
	}
	if _, err := install(false, "hello"); err == nil || !strings.Contains(err.Error(), "--create-namespace") {
		t.Errorf("without its namespace: %v", err)
	}
	mustPass(t)(install(true, "hello"))
	noRightsAreLeft(t, target, namespace, name)
	secret := func() map[string][]byte {
		s, err := target.Client.Typed.CoreV1().Secrets(namespace).Get(t.Context(), name+"-secret", metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return s.Data
	}
	before := secret()
	mustPass(t)(install(true, "goodbye"))
	after := secret()
	if string(after["greeting"]) != "goodbye" || string(after["password"]) != string(before["password"]) || string(after["tls.crt"]) != string(before["tls.crt"]) {
		t.Error("a second install has to change what was given, and to keep what was generated")
	}
	var out strings.Builder
	mustPass(t)(Uninstall(t.Context(), UninstallOptions{Target: target, Name: name, Namespace: namespace, Reporter: report.NewPlain(&out)}))
	t.Logf("\n%s", out.String())
	if !strings.Contains(out.String(), "PersistentVolumeClaim/shop-data") {
		t.Error("it does not say that the data stays")
	}
	r := &run{options: Options{Target: target}, namespace: namespace, name: name}
	if left, err := r.findProvisioned(t.Context()); err != nil || len(left) > 0 {
		t.Errorf("%v is left in the cluster (%v)", refs(left), err)
	}
	_, err := Uninstall(t.Context(), UninstallOptions{Target: target, Name: name, Namespace: namespace})
	if err == nil || !strings.Contains(err.Error(), "there is no Application shop") {
		t.Errorf("a second uninstall: %v", err)
	}
}

func mustPass(t *testing.T) func(*report.Report, error) {
	t.Helper()
	return func(r *report.Report, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != report.Passed {
			t.Fatalf("%s at %s: %s\n%+v", r.Verdict, r.FailedAt, r.Reason, r.Step(r.FailedAt).Failure)
		}
	}
}

func randomName(t *testing.T) string {
	t.Helper()
	id, err := randomID(6)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// noRightsAreLeft fails if the deployer of an app, which is done, still has rights: outside of its namespace, or by
// roles in it that do not go with its account.
func noRightsAreLeft(t *testing.T, target Target, namespace, name string) {
	t.Helper()
	r := &run{options: Options{Target: target}, namespace: namespace, name: name}
	provisioned, err := r.findProvisioned(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range provisioned {
		if o.GetLabels()[provision.LabelComponent] == provision.ComponentRBAC {
			t.Errorf("%s/%s is left", o.GetKind(), o.GetName())
		}
	}
	accounts, err := target.Client.Core.ServiceAccounts(namespace).List(t.Context(), metav1.ListOptions{LabelSelector: provision.LabelDeployer})
	if err != nil || len(accounts.Items) > 0 {
		t.Errorf("%d accounts of the deployer are left, %v", len(accounts.Items), err)
	}
	bindings, err := target.Client.Typed.RbacV1().RoleBindings(namespace).List(t.Context(), metav1.ListOptions{LabelSelector: provision.LabelDeployer})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bindings.Items { // the garbage collector may not have come to it yet
		if len(b.OwnerReferences) != 1 || b.OwnerReferences[0].Kind != "ServiceAccount" {
			t.Errorf("RoleBinding/%s is owned by %v", b.Name, b.OwnerReferences)
		}
	}
}
