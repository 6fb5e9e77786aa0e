package clusters

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/chandler-dev/chandler/internal/kube"
)

// testCluster connects to the cluster for tests.
func testCluster(t *testing.T) *Cluster {
	t.Helper()
	file := os.Getenv("CHANDLER_TEST_KUBECONFIG")
	if file == "" {
		t.Skip("no cluster to test with: set CHANDLER_TEST_KUBECONFIG, as make test does")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return connect(t, string(data))
}

func connect(t *testing.T, kubeconfig string, allowed ...Allowance) *Cluster {
	t.Helper()
	k, err := CheckKubeconfig([]byte(kubeconfig), allowed...)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Connect(k)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// project makes a project of workspace test.
func project(t *testing.T, c *Cluster) string {
	t.Helper()
	namespace := fmt.Sprintf("clusters-%x", time.Now().UnixNano())
	t.Cleanup(func() {
		_ = c.Platform.Core.Namespaces().Delete(context.Background(), namespace, metav1.DeleteOptions{})
	})
	if err := c.PrepareProject(t.Context(), namespace, map[string]string{LabelWorkspace: "test", "team": "blue"}); err != nil {
		t.Fatal(err)
	}
	return namespace
}

func TestARegisteredClusterLetsUsersDoWhatTheirRoleSays(t *testing.T) {
	c := testCluster(t)
	for range 2 {
		if err := c.Register(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	mine, other := project(t, c), project(t, c)
	type may struct{ verb, group, resource, namespace string }
	allowed := func(who Identity, what may) bool {
		t.Helper()
		client, err := c.As(who)
		if err != nil {
			t.Fatal(err)
		}
		review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
			Verb: what.verb, Group: what.group, Resource: what.resource, Namespace: what.namespace}}}
		answer, err := client.Typed.AuthorizationV1().SelfSubjectAccessReviews().Create(t.Context(), review, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return answer.Status.Allowed
	}
	for _, test := range []struct {
		what    may
		allowed string // to which roles in mine
	}{
		{may{"create", "apps", "deployments", mine}, "admin operator"},
		{may{"create", "app.k8s.io", "applications", mine}, "admin operator"},
		{may{"get", "", "secrets", mine}, "admin operator"},
		{may{"create", "rbac.authorization.k8s.io", "rolebindings", mine}, "admin operator"},
		{may{"list", "app.k8s.io", "applications", mine}, "admin operator viewer"},
		{may{"list", "", "pods", mine}, "admin operator viewer"},
		{may{"list", "storage.k8s.io", "storageclasses", ""}, "admin operator viewer "},
		{may{"list", "", "pods", other}, ""},
		{may{"create", "rbac.authorization.k8s.io", "clusterroles", ""}, ""},
		{may{"list", "", "nodes", ""}, ""},
		{may{"list", "", "secrets", ""}, ""},
	} {
		for _, role := range []Role{Admin, Operator, Viewer, ""} {
			who := Identity{User: "ulla", Namespace: mine, Role: role}
			want := strings.Contains(test.allowed, string(role)) && (role != "" || strings.HasSuffix(test.allowed, " "))
			if got := allowed(who, test.what); got != want {
				t.Errorf("%q may %+v: %t, want %t", role, test.what, got, want)
			}
		}
	}
}

func TestANamespaceIsOnlyTakenIfItIsTheWorkspaces(t *testing.T) {
	c := testCluster(t)
	namespace := project(t, c)
	ours := map[string]string{LabelWorkspace: "test"}
	if err := c.PrepareProject(t.Context(), namespace, ours); err != nil {
		t.Errorf("its own project again: %v", err)
	}
	if err := c.PrepareProject(t.Context(), namespace, map[string]string{LabelWorkspace: "other"}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("the project of another workspace: %v", err)
	}
	strange, err := c.Platform.Core.Namespaces().Create(t.Context(), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		GenerateName: "clusters-", Labels: map[string]string{LabelWorkspace: "test"}}}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Platform.Core.Namespaces().Delete(context.Background(), strange.Name, metav1.DeleteOptions{})
	})
	if err := c.PrepareProject(t.Context(), strange.Name, ours); !errors.Is(err, ErrNotOurs) {
		t.Errorf("a namespace that somebody else has made: %v", err)
	}
	for _, name := range []string{"kube-system", "default", "kube-mine", "A b", ""} {
		if err := c.PrepareProject(t.Context(), name, ours); err == nil {
			t.Errorf("%q became a project", name)
		}
	}
	for _, name := range []string{"kube-system", "default", strange.Name} {
		if err := c.RemoveProject(t.Context(), name, "test"); !errors.Is(err, ErrNotOurs) {
			t.Errorf("remove %s: %v", name, err)
		}
	}
	for _, workspace := range []string{"other", ""} {
		if err := c.RemoveProject(t.Context(), namespace, workspace); !errors.Is(err, ErrNotOurs) {
			t.Errorf("remove for workspace %q: %v", workspace, err)
		}
	}
	for range 2 { // the second time it is on its way out, or gone
		if err := c.RemoveProject(t.Context(), namespace, "test"); err != nil {
			t.Fatal(err)
		}
	}
	ns, err := c.Platform.Core.Namespaces().Get(t.Context(), namespace, metav1.GetOptions{})
	if err == nil && ns.DeletionTimestamp == nil || err != nil && !apierrors.IsNotFound(err) {
		t.Errorf("the project is still there: %v", err)
	}
}

// An operator has all rights in the namespace, and so on the Namespace; so has a ServiceAccount that the operator gives them.
func TestANamespaceStaysTheWorkspacesWhoeverWorksInIt(t *testing.T) {
	c := testCluster(t)
	if err := c.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	mine := project(t, c)
	operator, err := c.As(Identity{User: "ulla", Namespace: mine, Role: Operator})
	if err != nil {
		t.Fatal(err)
	}
	relabel := func(client *kube.Client, label, value string) error {
		patch := fmt.Appendf(nil, `{"metadata": {"labels": {%q: %q}}}`, label, value)
		_, err := client.Core.Namespaces().Patch(t.Context(), mine, types.MergePatchType, patch, metav1.PatchOptions{DryRun: []string{metav1.DryRunAll}})
		return err
	}
	// The cluster takes a moment to heed a new policy.
	err = wait.PollUntilContextCancel(t.Context(), 50*time.Millisecond, true, func(context.Context) (bool, error) {
		return relabel(operator, LabelWorkspace, "other") != nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string]error{
		"another workspace": relabel(operator, LabelWorkspace, "other"),
		"not the store's":   relabel(operator, LabelManagedBy, "me"),
		"privileged Pods":   relabel(operator, labelPodSecurity, "privileged"),
		"gone":              operator.Core.Namespaces().Delete(t.Context(), mine, metav1.DeleteOptions{DryRun: []string{metav1.DryRunAll}}),
	} {
		if !apierrors.IsForbidden(refused) || !strings.Contains(refused.Error(), "in the store") {
			t.Errorf("%s: %v", name, refused)
		}
	}
	if err := runOnNode(t.Context(), operator, mine); !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "PodSecurity") {
		t.Errorf("a Pod with the node's files: %v", err)
	}
	if err := relabel(operator, "team", "red"); err != nil {
		t.Errorf("a label of their own: %v", err)
	}
	if err := relabel(c.Platform, LabelWorkspace, "other"); err != nil {
		t.Errorf("the platform itself: %v", err)
	}
}

func TestAboutTellsTheVersionAndTheNodes(t *testing.T) {
	about := testCluster(t).About(t.Context())
	if !about.Reachable || about.Reason != "" || !strings.HasPrefix(about.Version, "v1.") || len(about.Nodes) != 1 || !about.Nodes[0].Ready {
		t.Errorf("about %+v", about)
	}
}

func TestAboutSaysWhyAClusterCannotBeUsed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead := listener.Addr().String()
	_ = listener.Close()
	answering := func(status int, body string) string {
		s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		s.Config.ErrorLog = nil
		t.Cleanup(s.Close)
		return "server: " + s.URL
	}
	for name, test := range map[string]struct{ cluster, want string }{
		"nobody there":         {"server: https://" + dead, "cannot be reached"},
		"no such name":         {"server: https://nowhere.invalid", "nowhere.invalid"},
		"other credentials":    {answering(401, `{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Unauthorized", "code": 401}`) + "\ninsecure-skip-tls-verify: true", "does not know the credentials"},
		"no rights":            {answering(403, `{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403}`) + "\ninsecure-skip-tls-verify: true", "more rights"},
		"another server":       {answering(200, "<html>") + "\ninsecure-skip-tls-verify: true", "does not answer as a Kubernetes cluster"},
		"an unknown signatory": {answering(200, "{}"), "certificate-authority-data"},
	} {
		about := connect(t, config(test.cluster, token), AllowInsecure).About(t.Context())
		if about.Reachable || !strings.Contains(about.Reason, test.want) {
			t.Errorf("%s: %+v, want %q", name, about, test.want)
		}
	}
}

func TestClientsAreKeptUpToANumber(t *testing.T) {
	c := connect(t, config(server, token))
	get := func(n int) *kube.Client {
		t.Helper()
		client, err := c.As(Identity{User: fmt.Sprintf("u%d", n), Namespace: "shop", Role: Viewer})
		if err != nil {
			t.Fatal(err)
		}
		return client
	}
	first, second := get(1), get(2)
	for n := 3; n <= maxClients; n++ {
		get(n)
	}
	if get(1) != first {
		t.Error("a client that was used was not kept")
	}
	get(maxClients + 1)
	if len(c.clients) != maxClients || len(c.recent) != maxClients || get(1) != first {
		t.Errorf("%d clients are kept, want %d, and the one used a moment ago", len(c.clients), maxClients)
	}
	if get(2) == second {
		t.Error("the client that was used longest ago was kept")
	}
	for _, who := range []Identity{{}, {User: "a:b"}, {User: "system:admin"}, {User: "ulla", Namespace: "shop", Role: "owner"}, {User: "ulla", Namespace: "a:b", Role: Admin}, {User: "ulla", Role: Admin}} {
		if _, err := c.As(who); err == nil {
			t.Errorf("%+v acts on a cluster", who)
		}
	}
}

func TestTheDefinitionOfApplicationIsThatOfTheEmbeddedCluster(t *testing.T) {
	embedded, err := os.ReadFile("../../cluster/objects/application-crd.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(embedded, applicationDefinition) {
		t.Error("objects/application-crd.yaml and cluster/objects/application-crd.yaml differ: make them the same")
	}
}

// TestCredentialsThatMayNotActAsUsersAreRefused has those of a ServiceAccount without rights.
func TestCredentialsThatMayNotActAsUsersAreRefused(t *testing.T) {
	c := testCluster(t)
	namespace := project(t, c)
	accounts := c.Platform.Core.ServiceAccounts(namespace)
	if _, err := accounts.Create(t.Context(), &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "weak"}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	answer, err := accounts.CreateToken(t.Context(), "weak", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	weak := connect(t, config("server: "+c.Server()+"\ninsecure-skip-tls-verify: true", "token: "+answer.Status.Token), AllowInsecure)
	if err := weak.mayImpersonate(t.Context()); err == nil || !strings.Contains(err.Error(), "give it the verb impersonate") {
		t.Errorf("it may act as others: %v", err)
	}
	if err := weak.Register(t.Context()); err == nil || !strings.Contains(err.Error(), "forbidden") {
		t.Errorf("it registers: %v", err)
	}
}

// runOnNode asks for a Pod that sees the node's files, without running it.
func runOnNode(ctx context.Context, c *kube.Client, namespace string) error {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "node"}, Spec: corev1.PodSpec{
		Containers: []corev1.Container{{Name: "node", Image: "node"}},
		Volumes:    []corev1.Volume{{Name: "node", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}}},
	}}
	_, err := c.Core.Pods(namespace).Create(ctx, pod, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	return err
}
