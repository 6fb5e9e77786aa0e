// Package faults proves that a deployer survives what goes wrong in clusters, or says clearly why it cannot: on a real
// API server, behind a proxy that spoils what goes through it, with a package of 60 objects.
//
// CHANDLER_FAULTS=long makes every fault as long as it is in the issue that asks for this; without, it is only seconds.
package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	authentication "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbac "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/faultproxy"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// long says that the faults are to last as long as the issue has them.
var long = os.Getenv("CHANDLER_FAULTS") == "long"

// lasting gives the time that a fault lasts.
func lasting(short, literal time.Duration) time.Duration {
	if long {
		return literal
	}
	return short
}

var (
	applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}
	definitions  = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
)

// trial is one app in a namespace of its own, whose deployer reaches the cluster through a proxy, with the token of an
// ordinary ServiceAccount.
type trial struct {
	*testing.T
	cluster   *kube.Client // without the proxy
	proxy     *faultproxy.Proxy
	namespace string
	root      string // of the package
	config    *rest.Config
	told      []event.Event
	// play is called when the deployer begins to wait until the app is ready. It makes the Pod ready.
	play func()
}

// begin makes what is there before a deployer is started.
func begin(t *testing.T) *trial {
	t.Helper()
	x := &trial{T: t, cluster: kubetest.Connect(t)}
	_, x.proxy = kubetest.Faulty(t, x.cluster)
	x.namespace = kubetest.Namespace(t, x.cluster)
	x.root = write(t)
	x.play = x.makeReady
	x.makeApplication()
	x.makeAccount()
	t.Cleanup(func() {
		_ = x.cluster.Dynamic.Resource(definitions).Delete(context.Background(), "boats."+x.group(), metav1.DeleteOptions{})
		_ = x.cluster.Typed.RbacV1().ClusterRoleBindings().Delete(context.Background(), x.namespace, metav1.DeleteOptions{})
	})
	return x
}

// group is that of the package's own kind: each trial has its own, for definitions are the cluster's.
func (x *trial) group() string { return x.namespace + ".example.com" }

func (x *trial) makeApplication() {
	x.Helper()
	o := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "app.k8s.io/v1beta1", "kind": "Application",
		"metadata": map[string]any{"name": "a"}, "spec": map[string]any{}}}
	if _, err := x.cluster.Dynamic.Resource(applications).Namespace(x.namespace).Create(x.Context(), o, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
}

// makeAccount makes the ServiceAccount of the deployer, who may do everything in the namespace, and define kinds.
func (x *trial) makeAccount() {
	x.Helper()
	meta := metav1.ObjectMeta{Name: "deployer"}
	if _, err := x.cluster.Core.ServiceAccounts(x.namespace).Create(x.Context(), &corev1.ServiceAccount{ObjectMeta: meta}, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
	subjects := []rbac.Subject{{Kind: "ServiceAccount", Name: "deployer", Namespace: x.namespace}}
	admin := rbac.RoleRef{APIGroup: rbac.GroupName, Kind: "ClusterRole", Name: "cluster-admin"}
	roles := x.cluster.Typed.RbacV1()
	if _, err := roles.RoleBindings(x.namespace).Create(x.Context(), &rbac.RoleBinding{ObjectMeta: meta, Subjects: subjects, RoleRef: admin}, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
	if _, err := roles.ClusterRoleBindings().Create(x.Context(), &rbac.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: x.namespace},
		Subjects: subjects, RoleRef: admin}, metav1.CreateOptions{}); err != nil {
		x.Fatal(err)
	}
	x.config = x.proxy.Config()
	x.config.BearerTokenFile = filepath.Join(x.TempDir(), "token")
	x.renewToken()
}

// renewToken writes a new token to where the deployer reads it, as a node does.
func (x *trial) renewToken() {
	x.Helper()
	hour := int64(3600)
	request, err := x.cluster.Typed.CoreV1().ServiceAccounts(x.namespace).CreateToken(x.background(), "deployer",
		&authentication.TokenRequest{Spec: authentication.TokenRequestSpec{ExpirationSeconds: &hour}}, metav1.CreateOptions{})
	if err != nil {
		x.Fatal(err)
	}
	if err := os.WriteFile(x.config.BearerTokenFile, []byte(request.Status.Token), 0o600); err != nil {
		x.Fatal(err)
	}
}

// run runs a deployer in this process.
func (x *trial) run(ctx context.Context) error {
	x.Helper()
	client, err := kube.NewCore(x.config)
	if err != nil {
		x.Fatal(err)
	}
	p, err := deployer.Load(os.DirFS(x.root))
	if err != nil {
		x.Fatal(err)
	}
	return deployer.Run(ctx, deployer.Options{Client: client, Package: p, Mode: deployer.Install, ReadyTimeout: 5 * time.Minute,
		Given: x.parameters(), Emit: x.hear})
}

func (x *trial) parameters() map[string]any {
	return map[string]any{"name": "a", "namespace": x.namespace, "group": x.group(), "__image_repo_prefix__": "registry.example.com/a"}
}

func (x *trial) hear(e event.Event) {
	x.told = append(x.told, e)
	if e.Stage == event.Wait && e.Kind == event.Begin {
		x.play()
	}
}

// makeReady makes the Pod of the package ready, as the kubelet of a node would.
func (x *trial) makeReady() {
	_, err := x.cluster.Core.Pods(x.namespace).Patch(x.background(), "pod", types.MergePatchType,
		[]byte(`{"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}`), metav1.PatchOptions{}, "status")
	if err != nil {
		x.Error(err)
	}
}

// heard gives the messages of the events of a kind.
func (x *trial) heard(kind event.Kind) string {
	var lines []string
	for _, e := range x.told {
		if e.Kind == kind {
			lines = append(lines, fmt.Sprintf("%s: %v: %s", e.Stage, e.Ref, e.Message))
		}
	}
	return strings.Join(lines, "\n")
}

// background is the test's context that outlives it, for what is to be removed.
func (x *trial) background() context.Context { return context.WithoutCancel(x.Context()) }

func (x *trial) phase() string {
	x.Helper()
	o, err := x.cluster.Dynamic.Resource(applications).Namespace(x.namespace).Get(x.background(), "a", metav1.GetOptions{})
	if err != nil {
		x.Fatal(err)
	}
	phase, _, _ := unstructured.NestedString(o.Object, "spec", "assemblyPhase")
	return phase
}

// spoiled says how many requests the proxy has spoiled. A trial in which there were fewer proves nothing.
func (x *trial) spoiled(atLeast int) {
	x.Helper()
	n := len(x.proxy.Requests(func(r faultproxy.Request) bool { return r.Spoiled }))
	x.Logf("%d of %d requests were spoiled", n, len(x.proxy.Requests(faultproxy.Any)))
	if n < atLeast {
		x.Errorf("only %d requests were spoiled", n)
	}
}

// failure makes sure that a deployer has failed, has said so at the Application, and gives why.
func (x *trial) failure(err error) *event.Failure {
	x.Helper()
	var f *event.Failure
	if !errors.As(err, &f) {
		x.Fatalf("it did not fail: %v", err)
	}
	x.Logf("%s\n%s", f, f.Hint)
	if phase := x.phase(); phase != "Failed" {
		x.Errorf("phase %q", phase)
	}
	if f.Hint == "" || f.Reason == "" || f.Message == "" {
		x.Errorf("it does not say enough: %+v", f)
	}
	return f
}
