package hooks

import (
	"errors"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

var applications = schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}

// installed makes an Application, and what keeps its delete hooks, all with an owner whose uid was not known yet.
func installed(t *testing.T, c *kube.Client, namespace string, manifests ...string) types.UID {
	t.Helper()
	app, err := c.Dynamic.Resource(applications).Namespace(namespace).Create(t.Context(),
		kubetest.Objects(t, "{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: shop}, spec: {}}")[0], metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	owner := metav1.OwnerReference{APIVersion: "app.k8s.io/v1beta1", Kind: "Application", Name: "shop", UID: "00000000-0000-0000-0000-000000000000"}
	all := parsed(t, manifests...)
	for _, h := range all {
		h.Object.SetOwnerReferences([]metav1.OwnerReference{owner})
	}
	secret, err := Keep("shop", all)
	if err != nil {
		t.Fatal(err)
	}
	owner.UID = app.GetUID()
	secret.SetOwnerReferences([]metav1.OwnerReference{owner})
	if _, err := apply.Apply(t.Context(), c, []*unstructured.Unstructured{secret}, apply.Options{Namespace: namespace}); err != nil {
		t.Fatal(err)
	}
	return app.GetUID()
}

func removing(t *testing.T, c *kube.Client, namespace string) *Removal {
	t.Helper()
	r, err := Removing(t.Context(), c, "shop", Options{Namespace: namespace, Timeout: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func deleteApplication(t *testing.T, c *kube.Client, namespace string) {
	t.Helper()
	if err := c.Dynamic.Resource(applications).Namespace(namespace).Delete(t.Context(), "shop", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestDeleteHooksRunAroundTheRemovalAndLeaveNothing(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	k := play(t, c, ns)
	uid := installed(t, c, ns, job("export", "hook: pre-delete"), config("how", "hook: pre-delete,post-delete", "hook-weight: -1"), job("goodbye", "hook: post-delete"))
	r := removing(t, c, ns)
	if ran, err := r.Before(t.Context(), uid); err != nil || len(ran) != 2 || k.trace() != "export" {
		t.Fatalf("before: %v, %v; it ran %s", ran, err, k.trace())
	}
	exported, err := c.Typed.BatchV1().Jobs(ns).Get(t.Context(), "export", metav1.GetOptions{})
	if err != nil || len(exported.OwnerReferences) != 1 || exported.OwnerReferences[0].UID != uid {
		t.Errorf("the hook before is owned by %v, %v", exported.OwnerReferences, err)
	}
	deleteApplication(t, c, ns)
	r = removing(t, c, ns) // the removal was cut off, and begins anew
	if !r.Any() {
		t.Fatal("with the Application went the hooks that were to run after it")
	}
	if ran, err := r.After(t.Context()); err != nil || len(ran) != 2 || k.trace() != "export goodbye" {
		t.Fatalf("after: %v, %v; it ran %s", ran, err, k.trace())
	}
	if left := there(t, c, ns); left != "" {
		t.Errorf("left are %s", left)
	}
	if _, err := c.Core.Secrets(ns).Get(t.Context(), SecretName("shop"), metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("what kept the hooks is left: %v", err)
	}
	if removing(t, c, ns).Any() {
		t.Error("there are hooks yet")
	}
}

func TestAPreDeleteHookThatFailsLeavesTheAppAlone(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	play(t, c, ns, "export")
	uid := installed(t, c, ns, job("export", "hook: pre-delete"))
	_, err := removing(t, c, ns).Before(t.Context(), uid)
	var f *event.Failure
	if !errors.As(err, &f) || f.Object.Name != "export" || !strings.Contains(f.Message, "the pre-delete hook failed") {
		t.Errorf("%+v", err)
	}
	secret, err := c.Core.Secrets(ns).Get(t.Context(), SecretName("shop"), metav1.GetOptions{})
	if err != nil || len(secret.OwnerReferences) != 1 {
		t.Errorf("the hooks are not the app's any more: %v", err)
	}
}

func TestAPostDeleteHookThatFailedRunsAgain(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	k := play(t, c, ns, "goodbye")
	uid := installed(t, c, ns, job("goodbye", "hook: post-delete"))
	r := removing(t, c, ns)
	if _, err := r.Before(t.Context(), uid); err != nil {
		t.Fatal(err)
	}
	deleteApplication(t, c, ns)
	if _, err := r.After(t.Context()); err == nil {
		t.Fatal("it did not fail")
	}
	k.mend()
	if _, err := removing(t, c, ns).After(t.Context()); err != nil || k.trace() != "goodbye goodbye" {
		t.Errorf("%v; it ran %s", err, k.trace())
	}
	if left := there(t, c, ns); left != "" {
		t.Errorf("left are %s", left)
	}
}

func TestWhoMayNotReadTheHooksIsToldSo(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	_, err := Removing(t.Context(), kubetest.As(t, c, ns, "nobody"), "shop", Options{Namespace: ns})
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Forbidden" || f.Object.Name != "shop-delete-hooks" {
		t.Errorf("%+v", err)
	}
}
