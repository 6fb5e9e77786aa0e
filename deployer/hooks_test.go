package deployer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// helm is a package of a chart, with more templates.
func helm(templates map[string]string) map[string]string {
	files := map[string]string{
		"data/chart/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
		"data/chart/shop/templates/app.yaml": strings.NewReplacer("$name", "{{ .Release.Name }}", "$replicas", "{{ .Release.IsInstall }} {{ .Release.Revision }}").
			Replace(testManifest),
	}
	for name, text := range templates {
		files["data/chart/shop/"+name] = text
	}
	return files
}

func jobHook(name, moments, more string) string {
	return fmt.Sprintf("---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: %s, annotations: {helm.sh/hook: %q%s}}\nspec: {backoffLimit: 0, template: {spec: %s}}\n",
		name, moments, more, kubetest.PodSpec)
}

// sixHooks has one hook for each moment.
func sixHooks() string {
	text := ""
	for _, m := range []string{"pre-install", "post-install", "pre-upgrade", "post-upgrade", "pre-delete", "post-delete"} {
		text += jobHook(m, m, "")
	}
	return text
}

// trace notes which hooks ran, each with the app's own configuration as it was then: "none" or its data.
type trace struct {
	t         *testing.T
	client    *kube.Client
	namespace string
	mutex     sync.Mutex
	fails     string
	entries   []string
}

func (tr *trace) end(name string) string {
	tr.mutex.Lock()
	defer tr.mutex.Unlock()
	tr.entries = append(tr.entries, name+": "+tr.config())
	if name == tr.fails {
		return kubetest.PodFailed
	}
	return kubetest.PodSucceeded
}

func (tr *trace) config() string {
	config, err := tr.client.Core.ConfigMaps(tr.namespace).Get(context.Background(), "a-config", metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return "none"
	}
	if err != nil {
		tr.t.Error(err)
	}
	return config.Data["replicas"]
}

// take gives what was noted since it was called before.
func (tr *trace) take() string {
	tr.mutex.Lock()
	defer tr.mutex.Unlock()
	taken := strings.Join(tr.entries, ", ")
	tr.entries = nil
	return taken
}

func traced(t *testing.T, c *kube.Client, namespace string) *trace {
	tr := &trace{t: t, client: c, namespace: namespace}
	kubetest.PlayKubelet(t, c, namespace, tr.end)
	return tr
}

func TestHooksRunAtTheirPlacesInAnInstallationAndInAnUpgrade(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	tr := traced(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/hooks.yaml": sixHooks()}))
	for _, want := range []string{"pre-install: none, post-install: true 1", "pre-upgrade: true 1, post-upgrade: false 2", "pre-upgrade: false 2, post-upgrade: false 3"} {
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if got := tr.take(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	job, err := c.Typed.BatchV1().Jobs(ns).Get(t.Context(), "pre-upgrade", metav1.GetOptions{})
	if err != nil || len(job.OwnerReferences) != 1 || job.OwnerReferences[0].Kind != "Application" || job.Labels[nameLabel] != "a" ||
		job.Labels["applyset.kubernetes.io/part-of"] != "" {
		t.Errorf("the hook is %+v, %v", job, err)
	}
	secret, err := c.Core.Secrets(ns).Get(t.Context(), hooks.SecretName("a"), metav1.GetOptions{})
	if err != nil || len(secret.OwnerReferences) != 1 || secret.Labels[nameLabel] != "a" {
		t.Errorf("the delete hooks are not kept: %v, %v", secret, err)
	}
	o.Package = loaded(t, helm(nil))
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Core.Secrets(ns).Get(t.Context(), hooks.SecretName("a"), metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("a version without delete hooks keeps those of an earlier one: %v", err)
	}
}

func TestAHookThatFailsFailsTheDeploymentWhichIsAnInstallationAgain(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	tr := traced(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/hooks.yaml": sixHooks()}))
	for _, fails := range []struct{ name, want string }{{"pre-install", "pre-install: none"}, {"post-install", "pre-install: none, post-install: true 1"}} {
		tr.fails = fails.name
		err := Run(t.Context(), o)
		var f *event.Failure
		if !errors.As(err, &f) || f.Stage != event.Hook || f.Object.String() != "Job/"+fails.name || f.ExitCode == nil || f.Hint == "" || f.Culprit == nil {
			t.Errorf("%+v", err)
		}
		if got := tr.take(); got != fails.want {
			t.Errorf("%s, want %s", got, fails.want)
		}
		if phase := phaseOf(t, c, ns); phase != "Failed" {
			t.Errorf("phase %s", phase)
		}
	}
	tr.fails = ""
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if got, want := tr.take(), "pre-install: true 1, post-install: true 1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestWhatTheServerWouldRefuseIsToldBeforeAnyHookRuns(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	tr := traced(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/hooks.yaml": sixHooks() + refusedObject}))
	if err := Run(t.Context(), o); err == nil || tr.take() != "" {
		t.Errorf("%v; hooks have run", err)
	}
}

func TestHooksThatAreNotSupportedAreNamed(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/hooks.yaml": jobHook("undo", "pre-rollback", "") + jobHook("old", "crd-install", "")}))
	said := ""
	o.Emit = func(e event.Event) {
		if e.Stage == event.Render && e.Kind == event.Warning {
			said += e.Message + "\n"
		}
	}
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Job/undo: the hook does not run at pre-rollback", `Job/old: the hook is left out, as there is no moment "crd-install"`} {
		if !strings.Contains(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
}

func TestAHookThatHoldsDataOutlivesTheAppAndTheNextRun(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(map[string]string{"templates/claim.yaml": `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, annotations: {helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"}}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Mi}}}
`}))
	uids := map[string]bool{}
	for range 2 {
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		claim, err := c.Core.PersistentVolumeClaims(ns).Get(t.Context(), "data", metav1.GetOptions{})
		if err != nil || len(claim.OwnerReferences) > 0 {
			t.Fatalf("%+v, %v", claim, err)
		}
		uids[string(claim.UID)] = true
	}
	if len(uids) != 1 {
		t.Error("the claim was deleted, and its data with it")
	}
}

var definitions = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}

// definedIn gives a definition in crds/, and an object of its kind, in a group of the test's own.
func definedIn(group string, versions ...string) map[string]string {
	list := ""
	for i, v := range versions {
		list += fmt.Sprintf("    - {name: %s, served: true, storage: %t, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}\n", v, i == 0)
	}
	return map[string]string{
		"crds/d.yaml":          "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things." + group + "}\nspec:\n  group: " + group + "\n  scope: Namespaced\n  names: {plural: things, kind: Thing}\n  versions:\n" + list,
		"templates/thing.yaml": "apiVersion: " + group + "/" + versions[0] + "\nkind: Thing\nmetadata: {name: one}\n",
	}
}

func TestDefinitionsOfChartsComeFirstAndOutliveTheApp(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	group := ns + ".example.com"
	t.Cleanup(func() {
		_ = c.Dynamic.Resource(definitions).Delete(context.Background(), "things."+group, metav1.DeleteOptions{})
	})
	placeholder(t, c, ns)
	versions := func() string {
		d, err := c.Dynamic.Resource(definitions).Get(t.Context(), "things."+group, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if d.GetAnnotations()["helm.sh/resource-policy"] != "keep" || len(d.GetOwnerReferences()) > 0 || d.GetLabels()["applyset.kubernetes.io/part-of"] != "" {
			t.Errorf("the definition has %v", d.Object["metadata"])
		}
		return strings.Join(versionsOf(d), " ")
	}
	for _, step := range []struct {
		files map[string]string
		want  string
	}{
		{definedIn(group, "v1"), "v1"}, {definedIn(group, "v1", "v2"), "v1 v2"}, {definedIn(group, "v1"), "v1 v2"}, {nil, "v1 v2"},
	} {
		o, _ := testOptions(t, c, ns, helm(step.files))
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if got := versions(); got != step.want {
			t.Errorf("the definition has the versions %s, want %s", got, step.want)
		}
	}
}

func TestADefinitionGoesWithTheLastVerificationThatMadeIt(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	group := kubetest.Namespace(t, c) + ".example.com"
	t.Cleanup(func() {
		_ = c.Dynamic.Resource(definitions).Delete(context.Background(), "things."+group, metav1.DeleteOptions{})
	})
	var namespaces []string
	for _, step := range []struct {
		mode Mode
		want func() []string
	}{
		{Verify, func() []string { return namespaces[:1] }}, {Verify, func() []string { return namespaces[:2] }},
		{Install, func() []string { return nil }}, {Verify, func() []string { return nil }},
	} {
		ns := kubetest.Namespace(t, c)
		namespaces = append(namespaces, ns)
		placeholder(t, c, ns)
		o, _ := testOptions(t, c, ns, helm(definedIn(group, "v1")))
		o.Mode = step.mode
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		d, err := c.Dynamic.Resource(definitions).Get(t.Context(), "things."+group, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var owners []string
		for _, ref := range d.GetOwnerReferences() {
			owners = append(owners, ref.Name)
		}
		slices.Sort(owners)
		if want := slices.Sorted(slices.Values(step.want())); !slices.Equal(owners, want) {
			t.Errorf("after %v the definition goes with %v, want %v", namespaces, owners, want)
		}
	}
}

func TestDefinitionsThatOthersHaveMadeAreLeft(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	group := ns + ".example.com"
	t.Cleanup(func() {
		_ = c.Dynamic.Resource(definitions).Delete(context.Background(), "things."+group, metav1.DeleteOptions{})
	})
	made := parse(t, definedIn(group, "v1")["crds/d.yaml"])[0]
	if _, err := c.Dynamic.Resource(definitions).Create(t.Context(), made, metav1.CreateOptions{FieldManager: "somebody"}); err != nil {
		t.Fatal(err)
	}
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, helm(definedIn(group, "v1", "v2")))
	said := ""
	o.Emit = func(e event.Event) { said += e.Message + "\n" }
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	live, err := c.Dynamic.Resource(definitions).Get(t.Context(), "things."+group, metav1.GetOptions{})
	if err != nil || len(versionsOf(live)) != 1 || !strings.Contains(said, "left as they are") {
		t.Errorf("%v, %v; said %s", versionsOf(live), err, said)
	}
}

// namespaceAdmin gives an account all rights in a namespace, and none outside, as provisioning does.
func namespaceAdmin(t *testing.T, c *kube.Client, namespace, account string) *kube.Client {
	t.Helper()
	binding := parse(t, `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: admin}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin},
subjects: [{kind: ServiceAccount, name: `+account+`, namespace: `+namespace+`}]}`)[0]
	bindings := schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "rolebindings"}
	if _, err := c.Dynamic.Resource(bindings).Namespace(namespace).Create(t.Context(), binding, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	return kubetest.As(t, c, namespace, account)
}

func TestADeployerWithoutTheRightToMakeDefinitionsGoesOnWhereItCan(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	files := definedIn(ns+".example.com", "v1")
	o, _ := testOptions(t, c, ns, helm(files))
	o.Client = namespaceAdmin(t, c, ns, "deployer")
	err := Run(t.Context(), o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "NoSuchKind" || !strings.Contains(f.Hint, `resources "customresourcedefinitions"`) || !strings.Contains(f.Hint, "things."+ns) {
		t.Errorf("%+v", err)
	}
	without := maps.Clone(files)
	delete(without, "templates/thing.yaml")
	o.Package = loaded(t, helm(without))
	said := ""
	o.Emit = func(e event.Event) { said += e.Message + "\n" }
	if err := Run(t.Context(), o); err != nil || !strings.Contains(said, "not made, as the deployer may not: CustomResourceDefinition/things."+ns) {
		t.Errorf("%v; said %s", err, said)
	}
}

func TestLookupReadsWhatTheDeployerMayRead(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	look := LookupIn(namespaceAdmin(t, c, ns, "deployer"))
	if _, err := c.Core.ConfigMaps(ns).Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "there"}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct{ apiVersion, kind, namespace, name, want, err string }{
		{"v1", "ConfigMap", ns, "there", "ConfigMap", ""},
		{"v1", "ConfigMap", ns, "none", "", ""},
		{"v1", "ConfigMap", ns, "", "ConfigMapList", ""},
		{"nowhere.example.com/v1", "Thing", ns, "", "", ""},
		{"v1", "Node", "", "", "", `lookup may not list Node: declare in x-google-marketplace.deployerServiceAccount.roles of schema.yaml a ClusterRole with a rule for apiGroups "", resources "nodes", verb list`},
		{"v1", "Secret", "kube-system", "x", "", `a Role (for the app's namespace; a ClusterRole for others) with a rule for apiGroups "", resources "secrets", verb get`},
	} {
		found, err := look(t.Context(), q.apiVersion, q.kind, q.namespace, q.name)
		kind, _, _ := unstructured.NestedString(found, "kind")
		if kind != q.want || (err != nil) != (q.err != "") || err != nil && !strings.Contains(err.Error(), q.err) {
			t.Errorf("%+v: %s, %v", q, kind, err)
		}
	}
}

func TestAnAppThatWasDeployedByOthersIsUpgraded(t *testing.T) {
	for phase, want := range map[string]int{"": 1, "Pending": 1, "Failed": 1, "Success": 2} {
		app := parse(t, "{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: a}, spec: {assemblyPhase: '"+phase+"'}}")[0]
		if got := NextRevision(app); got != want {
			t.Errorf("%s: %d", phase, got)
		}
		app.SetAnnotations(map[string]string{deployedAnnotation: "4"})
		if got := NextRevision(app); got != 5 {
			t.Errorf("%s with a count: %d", phase, got)
		}
	}
}
