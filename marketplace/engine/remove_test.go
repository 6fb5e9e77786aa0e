package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/internal/kube/kubetest"
	"github.com/chandler-dev/chandler/marketplace/clusters"
)

func TestWhoMayNotRemoveIsToldSo(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := installed(t, c, load)
	for _, who := range []clusters.Identity{{User: "vera", Namespace: in.Namespace, Role: clusters.Viewer}} {
		removed, err := Remove(t.Context(), RemoveInput{Target: Target{Cluster: c, Identity: who, Name: "shop", Namespace: in.Namespace}})
		if err != nil {
			t.Fatal(err)
		}
		if f := removed.Failure; f == nil || f.Reason != "Forbidden" || f.Object.Name != "shop" || !strings.Contains(f.Message, "chandler:vera") {
			t.Errorf("removed with %+v", removed.Failure)
		}
	}
	mustBe(t, c, in.Namespace, Running)
}

// TestARemovalThatIsCutOffAnywhereGoesOn removes an instance whose deployer still runs, with a run that is cut off after
// each of its writes, then with one that is not.
func TestARemovalThatIsCutOffAnywhereGoesOn(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	slow := packaged(t, "testdata/slow")
	for after := int64(1); after <= 3; after++ {
		t.Run(fmt.Sprintf("after write %d", after), func(t *testing.T) {
			in := slow
			in.Cluster, in.Namespace, in.Loader = c, project(t, c), load
			in.Identity = operator(in.Namespace)
			ctx, cancel := context.WithCancel(t.Context())
			in.Progress = func(p Progress) {
				if p.Stage == "wait" {
					cancel()
				}
			}
			if _, err := Install(ctx, in); !errors.Is(err, context.Canceled) {
				t.Fatalf("the install was not cut off: %v", err)
			}
			dies, die := context.WithCancel(t.Context())
			defer die()
			k := &killer{after: after, cancel: die}
			dying, _ := testCluster(t, clusters.Wrap(k.wrap))
			target := Target{Cluster: dying, Identity: in.Identity, Name: "shop", Namespace: in.Namespace}
			if _, err := Remove(dies, RemoveInput{Target: target}); (err != nil) != (k.writes.Load() >= after) {
				t.Errorf("after %d writes: %v", k.writes.Load(), err)
			}
			target.Cluster = c
			removed, err := Remove(t.Context(), RemoveInput{Target: target})
			if err != nil || removed.Failure != nil || len(removed.Stays) > 0 {
				t.Fatalf("removed with %+v (%v)", removed, err)
			}
			nothingOf(t, c, in.Namespace)
		})
	}
}

// nothingOf fails if something of an app stands in a namespace.
func nothingOf(t *testing.T, c *clusters.Cluster, namespace string) {
	t.Helper()
	pods, err := c.Platform.Core.Pods(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(pods.Items) > 0 {
		t.Errorf("%d Pods are left (%v)", len(pods.Items), err)
	}
	if jobs := jobsOf(t, c, namespace); len(jobs) > 0 {
		t.Errorf("%v is left", jobs)
	}
	mustBe(t, c, namespace, Gone)
}

// TestTheClaimsOfAStatefulSetAreNamedThoughTheyBearNoNameOfTheApp has one that labels them in another way.
func TestTheClaimsOfAStatefulSetAreNamedThoughTheyBearNoNameOfTheApp(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := installed(t, c, load)
	app, err := c.Platform.Dynamic.Resource(applications).Namespace(in.Namespace).Get(t.Context(), "shop", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	set := kubetest.Objects(t, `
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, ownerReferences: [{apiVersion: app.k8s.io/v1beta1, kind: Application, name: shop, uid: `+string(app.GetUID())+`}]},
 spec: {serviceName: db, replicas: 0, selector: {matchLabels: {x: z}}, template: {metadata: {labels: {x: z}}, spec: {containers: [{name: db, image: "chandler.local/testapp:1.0.0"}]}},
  volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Mi}}}}]}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-0}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Mi}}}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-db-other}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Mi}}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: precious, labels: {app.kubernetes.io/name: shop}, annotations: {helm.sh/resource-policy: keep}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: forgotten, labels: {app.kubernetes.io/name: shop}}}
`)
	for _, o := range set {
		m, err := c.Platform.Mapper.RESTMapping(o.GroupVersionKind().GroupKind())
		if err == nil {
			_, err = c.Platform.Dynamic.Resource(m.Resource).Namespace(in.Namespace).Create(t.Context(), o, metav1.CreateOptions{})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	removed, err := Remove(t.Context(), RemoveInput{Target: Target{Cluster: c, Identity: in.Identity, Name: "shop", Namespace: in.Namespace}})
	if err != nil {
		t.Fatal(err)
	}
	var stays []string
	for _, s := range removed.Stays {
		stays = append(stays, strings.Join([]string{s.String(), s.Size, s.Reason}, " "))
	}
	want := "ConfigMap/forgotten  the Application does not own it, ConfigMap/precious  the package declares it as kept, PersistentVolumeClaim/data-db-0 2Mi it may hold data"
	if got := strings.Join(stays, ", "); got != want {
		t.Errorf("what stays is %s\nwant %s", got, want)
	}
	if _, err := c.Platform.Typed.AppsV1().StatefulSets(in.Namespace).Get(t.Context(), "db", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the StatefulSet did not go: %v", err)
	}
}

func TestRevisionsLongPastAreForgotten(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := installed(t, c, load)
	password := secretOf(t, c, in.Namespace)["password"]
	for _, revision := range []int{2, 11, 12} {
		in.Revision = revision
		mustSucceed(t)(Install(t.Context(), in))
	}
	if got := secretOf(t, c, in.Namespace)["password"]; string(got) != string(password) {
		t.Error("the password changed, though the earlier one was on the cluster")
	}
	if jobs := strings.Join(jobsOf(t, c, in.Namespace), " "); jobs != "shop-deployer-r11 shop-deployer-r12" {
		t.Errorf("the Jobs are %s", jobs)
	}
	secrets, err := c.Platform.Core.Secrets(in.Namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "chandler.dev/revision"})
	if err != nil || len(secrets.Items) != 2 {
		t.Errorf("%d configurations are kept (%v), want 2", len(secrets.Items), err)
	}
}
