package clusterfacts

import (
	"context"
	"io"
	"net/http"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/fit"
)

func TestARealClusterIsDescribed(t *testing.T) {
	client := kubetest.Connect(t)
	c, err := Read(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Nodes) == 0 || c.NodesUnknown || c.RequestsUnknown || c.Version == "" {
		t.Fatalf("described as %+v", c)
	}
	for _, n := range c.Nodes {
		if n.Allocatable.CPU.IsZero() || n.Allocatable.Memory.IsZero() {
			t.Errorf("node %s has nothing allocatable", n.Name)
		}
	}
	for _, f := range fit.Check(&schema.Constraints{KubernetesVersion: ">=1.20", Resources: []schema.ResourceConstraint{{CPU: "1m", Memory: "1Mi"}}}, c) {
		if f.Status != fit.Fits {
			t.Errorf("%s: %s", f.Name(), f.Message)
		}
	}
}

// TestWhatPodsRequestIsNotFree binds a Pod to a node: requests count from then on, whether it starts or not.
func TestWhatPodsRequestIsNotFree(t *testing.T) {
	client := kubetest.Connect(t)
	namespace := kubetest.Namespace(t, client)
	list, err := client.Core.Nodes().List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "takes-room"}, Spec: corev1.PodSpec{
		NodeName:   list.Items[0].Name,
		Containers: []corev1.Container{{Name: "c", Image: "example.invalid/none:1", Resources: corev1.ResourceRequirements{Requests: of("1m", "1Mi")}}},
	}}
	pod.Spec.AutomountServiceAccountToken = new(bool)
	if _, err := client.Core.Pods(namespace).Create(t.Context(), pod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	sums, err := requests(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	taken := sums[list.Items[0].Name]
	if taken.Cpu().IsZero() || taken.Memory().IsZero() {
		t.Errorf("on %s nothing is taken but %v", list.Items[0].Name, taken)
	}
}

func TestWhatIsForbiddenIsUnknown(t *testing.T) {
	client := kubetest.Connect(t)
	namespace := kubetest.Namespace(t, client)
	c, err := Read(t.Context(), kubetest.As(t, client, namespace, "nobody"))
	if err != nil {
		t.Fatal(err)
	}
	if !c.NodesUnknown || len(c.Nodes) > 0 || c.Version == "" {
		t.Errorf("described as %+v", c)
	}
	granted := kubetest.As(t, client, namespace, "nodes-only")
	allow(t, client, namespace, "nodes-only", "nodes")
	if c, err = Read(t.Context(), granted); err != nil {
		t.Fatal(err)
	}
	if c.NodesUnknown || !c.RequestsUnknown || len(c.Nodes) == 0 {
		t.Errorf("described as %+v", c)
	}
}

// allow lets an account list a kind of the core group in the whole cluster, until the test ends.
func allow(t *testing.T, client *kube.Client, namespace, account, resource string) {
	t.Helper()
	rbac := client.Typed.RbacV1()
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: namespace}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{resource}, Verbs: []string{"list"}}}}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: role.ObjectMeta, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: namespace},
		Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Namespace: namespace, Name: account}},
	}
	if _, err := rbac.ClusterRoles().Create(t.Context(), role, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rbac.ClusterRoles().Delete(context.Background(), namespace, metav1.DeleteOptions{}) })
	if _, err := rbac.ClusterRoleBindings().Create(t.Context(), binding, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rbac.ClusterRoleBindings().Delete(context.Background(), namespace, metav1.DeleteOptions{}) })
}

func TestWhatTellsOfIstio(t *testing.T) {
	client := kubetest.Connect(t)
	if got, err := istio(t.Context(), client); err != nil || got != fit.Absent {
		t.Fatalf("in a cluster without Istio: %q, %v", got, err)
	}
	namespace := kubetest.Namespace(t, client)
	if found, err := controlPlane(t.Context(), client); found || err != nil {
		t.Errorf("a control plane that is not there: %v, %v", found, err)
	}
	labels := map[string]string{"app": "istiod"}
	istiod := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: "istiod", Labels: labels}, Spec: appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: labels},
		Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{
			NodeSelector: map[string]string{"no": "node"}, Containers: []corev1.Container{{Name: "c", Image: "example.invalid/none:1"}},
		}},
	}}
	if _, err := client.Typed.AppsV1().Deployments(namespace).Create(t.Context(), istiod, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	if found, err := controlPlane(t.Context(), client); !found || err != nil {
		t.Errorf("a control plane: %v, %v", found, err)
	}
	if found, err := mesh(t.Context(), client); found || err != nil {
		t.Errorf("a mesh that is not there: %v, %v", found, err)
	}
	ns, err := client.Core.Namespaces().Get(t.Context(), namespace, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ns.Labels["istio-injection"] = "enabled"
	if _, err := client.Core.Namespaces().Update(t.Context(), ns, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	if found, err := mesh(t.Context(), client); !found || err != nil {
		t.Errorf("a mesh: %v, %v", found, err)
	}
}

const istioGroups = `{"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "networking.istio.io", "versions": []}]}`

func answer(w http.ResponseWriter, json string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, json)
}

// TestIstioIsToldByWhatRuns shows a cluster that serves the kinds of Istio.
func TestIstioIsToldByWhatRuns(t *testing.T) {
	client := kubetest.Connect(t)
	namespace := kubetest.Namespace(t, client)
	runs := false
	served := kubetest.Through(t, client, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		switch {
		case r.URL.Path == "/apis":
			answer(w, istioGroups)
		case r.URL.Path == "/apis/apps/v1/deployments" && !runs:
			answer(w, `{"kind": "DeploymentList", "apiVersion": "apps/v1", "items": []}`)
		case r.URL.Path == "/apis/apps/v1/deployments":
			answer(w, `{"kind": "DeploymentList", "apiVersion": "apps/v1", "items": [{"metadata": {"name": "istiod"}}]}`)
		case r.URL.Path == "/api/v1/namespaces":
			answer(w, `{"kind": "NamespaceList", "apiVersion": "v1", "items": []}`)
		default:
			next.ServeHTTP(w, r)
		}
	})
	if got, err := istio(t.Context(), served); err != nil || got != fit.Absent {
		t.Errorf("kinds that were left behind: %q, %v", got, err)
	}
	runs = true
	if got, err := istio(t.Context(), served); err != nil || got != fit.Present {
		t.Errorf("with a control plane: %q, %v", got, err)
	}
	blind := kubetest.Through(t, client, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.URL.Path == "/apis" {
			answer(w, istioGroups)
			return
		}
		next.ServeHTTP(w, r)
	})
	if got, err := istio(t.Context(), kubetest.As(t, blind, namespace, "nobody")); err != nil || got != fit.Unknown {
		t.Errorf("for a user who may not look: %q, %v", got, err)
	}
}

func of(cpu, memory string) corev1.ResourceList {
	return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
}

func TestPodsAreCountedAsTheSchedulerDoes(t *testing.T) {
	container := func(cpu, memory string) corev1.Container {
		return corev1.Container{Resources: corev1.ResourceRequirements{Requests: of(cpu, memory)}}
	}
	always := corev1.ContainerRestartPolicyAlways
	sidecar := func(cpu, memory string) corev1.Container {
		c := container(cpu, memory)
		c.RestartPolicy = &always
		return c
	}
	for _, c := range []struct {
		name string
		pod  corev1.PodSpec
		want corev1.ResourceList
	}{
		{"containers together", corev1.PodSpec{Containers: []corev1.Container{container("100m", "1Gi"), container("200m", "1Gi")}}, of("300m", "2Gi")},
		{"a greater init container", corev1.PodSpec{InitContainers: []corev1.Container{container("1", "1Gi"), container("500m", "3Gi")}, Containers: []corev1.Container{container("100m", "2Gi")}}, of("1", "3Gi")},
		{"a sidecar beside containers", corev1.PodSpec{InitContainers: []corev1.Container{sidecar("100m", "1Gi")}, Containers: []corev1.Container{container("100m", "2Gi")}}, of("200m", "3Gi")},
		{"a sidecar beside an init container", corev1.PodSpec{InitContainers: []corev1.Container{sidecar("100m", "1Gi"), container("1", "1Gi")}, Containers: []corev1.Container{container("100m", "2Gi")}}, of("1100m", "3Gi")},
		{"the Pod as a whole", corev1.PodSpec{Resources: &corev1.ResourceRequirements{Requests: of("2", "4Gi")}, Containers: []corev1.Container{container("100m", "2Gi")}}, of("2", "4Gi")},
		{"overhead", corev1.PodSpec{Overhead: of("250m", "120Mi"), Containers: []corev1.Container{container("100m", "1Gi")}}, of("350m", "1144Mi")},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := podRequests(c.pod)
			if got.Cpu().Cmp(*c.want.Cpu()) != 0 || got.Memory().Cmp(*c.want.Memory()) != 0 {
				t.Errorf("got %s CPU and %s memory, want %s and %s", got.Cpu(), got.Memory(), c.want.Cpu(), c.want.Memory())
			}
		})
	}
}
