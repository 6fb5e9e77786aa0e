package apply

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

const firstVersion = `
{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: shop}, spec: {}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: stays}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: goes}}
---
{apiVersion: v1, kind: Secret, metadata: {name: goes}}
---
{apiVersion: v1, kind: Service, metadata: {name: declared, annotations: {helm.sh/resource-policy: keep}}, spec: {ports: [{port: 80}]}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Mi}}}
`

const secondVersion = `
{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: shop}, spec: {}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: stays}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: new}}
`

var applicationResource = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}

func TestWhatANewVersionHasNoMoreIsRemovedButDataStays(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	makeParent(t, c, ns)
	stranger := kubetest.Objects(t, "{apiVersion: v1, kind: ConfigMap, metadata: {name: strangers}}")
	if _, err := Apply(t.Context(), c, stranger, Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}

	if pruned := upgradeTo(t, c, c, ns, firstVersion); len(pruned.Deleted)+len(pruned.Kept)+len(pruned.Unseen) > 0 {
		t.Errorf("the first version pruned %+v", pruned)
	}
	wantKinds(t, c, ns, "ConfigMap,PersistentVolumeClaim,Secret,Service")

	for range 2 { // what is kept is told every time, what is gone only once
		pruned := upgradeTo(t, c, c, ns, secondVersion)
		if diff := cmp.Diff([]string{"PersistentVolumeClaim/data", "Service/declared"}, names(pruned.Kept)); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
		wantKinds(t, c, ns, "ConfigMap,PersistentVolumeClaim,Service")
	}
	if diff := cmp.Diff([]string{"new", "stays", "strangers"}, configMaps(t, c, ns)); diff != "" {
		t.Errorf("ConfigMaps (-want +got):\n%s", diff)
	}
	if _, err := c.Typed.CoreV1().Secrets(ns).Get(t.Context(), "goes", metav1.GetOptions{}); err == nil {
		t.Error("the Secret is still there")
	}
}

func TestKindsThatMayNotBeLookedThroughAreTold(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	makeParent(t, c, ns)
	upgradeTo(t, c, c, ns, firstVersion)
	rights := kubetest.Objects(t, strings.ReplaceAll(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: deployer}
rules:
- {apiGroups: [app.k8s.io], resources: [applications], verbs: ["*"]}
- {apiGroups: [""], resources: [configmaps], verbs: ["*"]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deployer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
subjects: [{kind: ServiceAccount, name: deployer, namespace: NS}]`, "NS", ns))
	if _, err := Apply(t.Context(), c, rights, Options{Namespace: ns}); err != nil {
		t.Fatal(err)
	}
	pruned := upgradeTo(t, c, kubetest.As(t, c, ns, "deployer"), ns, secondVersion)
	if diff := cmp.Diff([]string{"ConfigMap/goes"}, names(pruned.Deleted)); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
	if err := pruned.Unseen["Secret"]; err == nil || !strings.Contains(err.Error(), "forbidden") {
		t.Errorf("of Secrets it tells %v", err)
	}
	wantKinds(t, c, ns, "ConfigMap,PersistentVolumeClaim,Secret,Service")
}

// upgradeTo applies a version as a deployer does, and prunes what the one before had.
func upgradeTo(t *testing.T, c, deployer *kube.Client, ns, version string) *Pruned {
	t.Helper()
	set := NewSet(parent(t, c, ns))
	applied, err := Apply(t.Context(), deployer, kubetest.Objects(t, version), Options{Namespace: ns, Set: set})
	if err != nil {
		t.Fatal(err)
	}
	pruned, err := Prune(t.Context(), deployer, set, applied)
	if err != nil {
		t.Fatal(err)
	}
	return pruned
}

func makeParent(t *testing.T, c *kube.Client, ns string) {
	t.Helper()
	o := kubetest.Objects(t, firstVersion)[0]
	if _, err := c.Dynamic.Resource(applicationResource).Namespace(ns).Create(t.Context(), o, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func parent(t *testing.T, c *kube.Client, ns string) *unstructured.Unstructured {
	t.Helper()
	o, err := c.Dynamic.Resource(applicationResource).Namespace(ns).Get(t.Context(), "shop", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func wantKinds(t *testing.T, c *kube.Client, ns, want string) {
	t.Helper()
	if got := parent(t, c, ns).GetAnnotations()[kindsAnnotation]; got != want {
		t.Errorf("the parent names the kinds %q, want %q", got, want)
	}
}

func configMaps(t *testing.T, c *kube.Client, ns string) []string {
	t.Helper()
	list, err := c.Typed.CoreV1().ConfigMaps(ns).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, o := range list.Items {
		if o.Name != "kube-root-ca.crt" { // which the cluster puts into every namespace
			found = append(found, o.Name)
		}
	}
	slices.Sort(found)
	return found
}

func names(refs []kube.Ref) []string {
	var found []string
	for _, ref := range refs {
		found = append(found, ref.String())
	}
	return found
}
