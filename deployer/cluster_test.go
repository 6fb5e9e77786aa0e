package deployer

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

var applications = schema.GroupVersionResource{Group: applicationGroup, Version: "v1beta1", Resource: "applications"}

// placeholder makes the Application that a deployer finds.
func placeholder(t *testing.T, c *kube.Client, namespace string) {
	t.Helper()
	o := parse(t, "{apiVersion: app.k8s.io/v1beta1, kind: Application, metadata: {name: a}, spec: {}}")[0]
	if _, err := c.Dynamic.Resource(applications).Namespace(namespace).Create(t.Context(), o, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func phaseOf(t *testing.T, c *kube.Client, namespace string) string {
	t.Helper()
	o, err := c.Dynamic.Resource(applications).Namespace(namespace).Get(t.Context(), "a", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	phase, _, _ := unstructured.NestedString(o.Object, "spec", "assemblyPhase")
	return phase
}

func testOptions(t *testing.T, c *kube.Client, namespace string, files map[string]string) (Options, *[]string) {
	t.Helper()
	told := &[]string{}
	return Options{Client: c, Package: loaded(t, files), Mode: Install, ReadyTimeout: 20 * time.Second,
		Given: map[string]any{"name": "a", "namespace": namespace, "__image_repo_prefix__": "registry.example.com/a"},
		Emit: func(e event.Event) {
			if e.Kind != event.Waiting {
				*told = append(*told, e.Stage+" "+string(e.Kind))
			}
		}}, told
}

func TestAnInstallationAppliesOwnsAndSucceeds(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, told := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": testManifest})
	for range 2 { // it converges
		*told = nil
		if err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	want := "expand begin,expand end,render begin,render end,label begin,label end,own begin,own end,check begin,check end," +
		"apply begin,apply end,wait begin,wait end,prune begin,prune end,cleanup begin,cleanup end"
	if got := strings.Join(*told, ","); got != want {
		t.Errorf("told %s\nwant %s", got, want)
	}
	if phase := phaseOf(t, c, ns); phase != "Success" {
		t.Errorf("phase %s", phase)
	}
	config, err := c.Core.ConfigMaps(ns).Get(t.Context(), "a-config", metav1.GetOptions{})
	if err != nil || len(config.OwnerReferences) != 1 || config.OwnerReferences[0].Name != "a" || config.Labels[nameLabel] != "a" {
		t.Errorf("%v, %v", config, err)
	}
}

func TestTheDeployersAccountGoesOnlyWithSuccess(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	for manifest, left := range map[string]int{testManifest: 0, testManifest + refusedObject: 1} {
		ns := kubetest.Namespace(t, c)
		placeholder(t, c, ns)
		account := parse(t, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a-deployer-sa, labels: {app.kubernetes.io/name: a, app.kubernetes.io/component: deployer.marketplace.cloud.google.com}}}")[0]
		if _, err := c.Dynamic.Resource(schema.GroupVersionResource{Version: "v1", Resource: "serviceaccounts"}).Namespace(ns).Create(t.Context(), account, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		o, _ := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": manifest})
		if err := Run(t.Context(), o); (err != nil) != (left == 1) {
			t.Fatal(err)
		}
		list, err := c.Core.ServiceAccounts(ns).List(t.Context(), metav1.ListOptions{LabelSelector: componentLabel + "=" + deployerComponent})
		if err != nil || len(list.Items) != left {
			t.Errorf("%d accounts left, want %d; %v", len(list.Items), left, err)
		}
	}
}

const refusedObject = `---
{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 99999}]}}
`

func TestARefusalMarksTheApplicationAsFailed(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, told := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": testManifest + refusedObject})
	err := Run(t.Context(), o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Apply || f.Object.String() != "Service/s" || f.Reason != "Invalid" {
		t.Errorf("%+v", err)
	}
	if last := (*told)[len(*told)-1]; last != "apply failed" {
		t.Errorf("told %s last", last)
	}
	if phase := phaseOf(t, c, ns); phase != "Failed" {
		t.Errorf("phase %s", phase)
	}
}

func TestADeployerThatIsStoppedMarksTheApplicationAsFailedAtOnce(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	placeholder(t, c, ns)
	o, _ := testOptions(t, c, ns, map[string]string{"data/manifest/app.yaml": testManifest + `---
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {schedulerName: nobody, containers: [{name: c, image: "example.com/none:1"}]}
`})
	ctx, stop := context.WithCancelCause(t.Context())
	o.Emit = func(e event.Event) {
		if e.Stage == event.Wait && e.Kind == event.Waiting {
			stop(errors.New("terminated"))
		}
	}
	began := time.Now()
	err := Run(ctx, o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Interrupted" || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %+v", time.Since(began), err)
	}
	if phase := phaseOf(t, c, ns); phase != "Failed" {
		t.Errorf("phase %s", phase)
	}
}

func TestWithoutAnApplicationThereIsNoDeployment(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	o, _ := testOptions(t, c, kubetest.Namespace(t, c), map[string]string{"data/manifest/app.yaml": testManifest})
	err := Run(t.Context(), o)
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Expand || f.Reason != "NotFound" || f.Hint == "" {
		t.Errorf("%+v", err)
	}
}

func TestTheStaticListOfClusterScopedKindsHasAllThatAClusterHas(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	_, lists, err := c.Discovery.ServerGroupsAndResources()
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list.APIResources {
			ours := builtInClusterScoped[schema.GroupKind{Group: gv.Group, Kind: r.Kind}]
			if builtIn(gv.Group) && !strings.Contains(r.Name, "/") && ours == r.Namespaced {
				missing[list.GroupVersion+"/"+r.Kind] = true
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("the list is wrong about %v", slices.Sorted(maps.Keys(missing)))
	}
}

func builtIn(group string) bool {
	return !strings.Contains(group, ".") || strings.HasSuffix(group, ".k8s.io") && group != applicationGroup
}
