package deployer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// eventsOf gives the Events on the Application of a namespace as "type reason", and how often each was seen.
func eventsOf(t *testing.T, c *kube.Client, namespace string) map[string]int32 {
	t.Helper()
	list, err := c.Core.Events(namespace).List(t.Context(), metav1.ListOptions{FieldSelector: fields.Set{"involvedObject.kind": "Application"}.String()})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int32{}
	for _, e := range list.Items {
		if e.InvolvedObject.Name != "a" || e.InvolvedObject.UID == "" || e.Message == "" {
			t.Errorf("the Event %+v is about nothing", e)
		}
		seen[e.Type+" "+e.Reason] += e.Count
	}
	return seen
}

// conditionsOf gives the conditions of the Application as "status reason: message".
func conditionsOf(t *testing.T, c *kube.Client, namespace string) (conditions map[string]string, annotation string) {
	t.Helper()
	o, err := c.Dynamic.Resource(applications).Namespace(namespace).Get(t.Context(), "a", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	list, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	conditions = map[string]string{}
	for _, e := range list {
		m := e.(map[string]any)
		conditions[m["type"].(string)] = m["status"].(string) + " " + m["reason"].(string) + ": " + m["message"].(string)
	}
	return conditions, o.GetAnnotations()[MessageAnnotation]
}

func TestTheApplicationTellsHowItsDeploymentWent(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": testManifest})
	for range 2 {
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[string]int32{"Normal Applying": 2, "Normal Applied": 2, "Normal Ready": 2}, eventsOf(t, c, ns)); diff != "" {
		t.Errorf("Events (-want +got):\n%s", diff)
	}
	conditions, _ := conditionsOf(t, c, ns)
	if diff := cmp.Diff(map[string]string{"Assembled": "True Ready: 2 objects ready"}, conditions); diff != "" {
		t.Error(diff)
	}
	o.Package = loaded(t, map[string]string{"data/manifest/app.yaml": testManifest + refusedObject})
	if err := Run(t.Context(), o); err == nil {
		t.Fatal("a refused object was no failure")
	}
	if seen := eventsOf(t, c, ns); seen["Warning Failed"] != 1 {
		t.Errorf("Events %v", seen)
	}
	conditions, _ = conditionsOf(t, c, ns)
	if got := conditions["Assembled"]; !strings.HasPrefix(got, "False Invalid: apply: Service/s: ") {
		t.Errorf("the condition is %q", got)
	}
}

func TestAFailedTestLeavesTheApplicationAssembled(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	refused := strings.Replace(testTester, "image: x", "image: ''", 1)
	o, told := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": testManifest, "data-test/manifest/tester.yaml": refused})
	o.Mode = Verify
	if err := Run(t.Context(), o); err == nil || (*told)[len(*told)-1] != "test failed" {
		t.Fatalf("%v, told %v", err, *told)
	}
	if phase := phaseOf(t, c, ns); phase != "Success" {
		t.Errorf("phase %s", phase)
	}
	seen := eventsOf(t, c, ns)
	conditions, _ := conditionsOf(t, c, ns)
	if seen["Warning TestsFailed"] != 1 || seen["Warning Failed"] != 0 || !strings.HasPrefix(conditions["Tested"], "False Invalid: test: Pod/") ||
		!strings.HasPrefix(conditions["Assembled"], "True Ready: ") {
		t.Errorf("Events %v, conditions %v", seen, conditions)
	}
}

// A deployer with no more rights than a package needs.
const narrowRights = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: narrow}
rules:
- {apiGroups: [""], resources: [configmaps], verbs: ["*"]}
- {apiGroups: [app.k8s.io], resources: [applications], verbs: [get, list, watch, create, patch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: narrow}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: narrow}
subjects: [{kind: ServiceAccount, name: narrow}]
`

func TestWithoutTheRightToWriteItsStatusTheApplicationIsAnnotated(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, narrowRights), apply.Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
	o, _ := testOptions(t, kubetest.As(t, c, ns, "narrow"), ns, map[string]string{"data/manifest/app.yaml": testManifest})
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	conditions, annotation := conditionsOf(t, c, ns)
	if len(conditions) != 0 || annotation != "Ready: 2 objects ready" || len(eventsOf(t, c, ns)) != 0 || phaseOf(t, c, ns) != "Success" {
		t.Errorf("conditions %v, annotation %q, phase %s", conditions, annotation, phaseOf(t, c, ns))
	}
}

// What stands around a deployer that the reference starts: its rights are owned by the Application, not by its account.
const asTheReferenceStarts = `
apiVersion: v1
kind: ServiceAccount
metadata: {name: a-deployer-sa, labels: {app.kubernetes.io/name: a, app.kubernetes.io/component: deployer.marketplace.cloud.google.com}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: a-deployer-rb
  labels: {app.kubernetes.io/name: a, app.kubernetes.io/component: deployer-rbac.marketplace.cloud.google.com}
  ownerReferences: [{apiVersion: app.k8s.io/v1beta1, kind: Application, name: a, uid: UID, blockOwnerDeletion: true}]
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: a-deployer-sa}]
`

func TestADeployerRemovesItsOwnRightsAsItsLastAct(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	app, err := findLive(t.Context(), c, "a", ns)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, strings.Replace(asTheReferenceStarts, "UID", string(app.UID), 1)), apply.Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
	o, _ := testOptions(t, withToken(t, c, ns, "a-deployer-sa"), ns, map[string]string{"data/manifest/app.yaml": testManifest})
	var last event.Event
	o.Emit = func(e event.Event) { last = e }
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if last.Stage != Cleanup || last.Message != "1 ServiceAccount of the deployer removed" {
		t.Errorf("it ended with %+v", last)
	}
	// Every garbage collection deletes what lost its owner: the watch ends when it has.
	bindings, err := c.Metadata.Resource(rbacResource("rolebindings")).Namespace(ns).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	left := slices.ContainsFunc(bindings.Items, func(b metav1.PartialObjectMetadata) bool { return b.Name == "a-deployer-rb" })
	if left {
		untilDeleted(t, c, ns, bindings.ResourceVersion)
	}
}

// untilDeleted waits until the binding of the deployer is gone.
func untilDeleted(t *testing.T, c *kube.Client, ns, version string) {
	t.Helper()
	w, err := c.Metadata.Resource(rbacResource("rolebindings")).Namespace(ns).Watch(t.Context(), metav1.ListOptions{ResourceVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	timeout := time.After(30 * time.Second)
	for {
		select {
		case e := <-w.ResultChan():
			if e.Type == "DELETED" {
				return
			}
		case <-timeout:
			t.Fatal("the deployer's RoleBinding outlives its account")
		}
	}
}

// withToken gives the cluster as it is seen with a real token of a ServiceAccount, which ends with the account.
func withToken(t *testing.T, c *kube.Client, ns, account string) *kube.Client {
	t.Helper()
	token, err := c.Core.ServiceAccounts(ns).CreateToken(t.Context(), account, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(c.Config)
	config.BearerToken, config.WarningHandler = token.Status.Token, rest.NoWarnings{}
	with, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return with
}

func TestWarningsOfTheServerAreToldOnceAndWithoutValues(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	var w Warnings
	config := rest.CopyConfig(c.Config)
	config.WarningHandler = &w
	warned, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	o, _ := testOptions(t, warned, ns, map[string]string{"data/schema.yaml": strings.Replace(bareSchema, "  password:", "  node: {type: string}\n  password:", 1),
		"data/manifest/app.yaml": strings.Replace(testManifest, `{replicas: "$replicas"}`, "{}", 1) + `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: policy}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: "$node"}}]}]}
`})
	o.Warnings, o.Given["node"], o.NoWait = &w, "2001:0DB8:0:0::/64", true
	var told []string
	o.Emit = func(e event.Event) {
		if e.Kind == event.Warning {
			told = append(told, e.Message)
		}
	}
	if err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || !strings.Contains(told[0], `CIDR value "(value of node)" should be in RFC 5952`) {
		t.Errorf("told %q", told)
	}
}
