package engine

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// withFailingHook installs an app whose hook before the removal fails, as it does not find the app's configuration, and
// tries to remove it. mend lets the hook find it.
func withFailingHook(t *testing.T) (remove RemoveInput, mend func(changes ...func(*corev1.ConfigMap))) {
	t.Helper()
	c, load := testCluster(t)
	in := packaged(t, "testdata/leaving")
	in.Cluster, in.Namespace, in.Loader, in.Instance = c, project(t, c), load, "ins-leaving"
	in.Identity = operator(in.Namespace)
	mustSucceed(t)(Install(t.Context(), in))
	configs := c.Platform.Typed.CoreV1().ConfigMaps(in.Namespace)
	config, err := configs.Get(t.Context(), "shop-app", metav1.GetOptions{})
	if err == nil {
		err = configs.Delete(t.Context(), config.Name, metav1.DeleteOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	remove = RemoveInput{Target: Target{Cluster: c, Identity: in.Identity, Name: "shop", Namespace: in.Namespace}}
	removed, err := Remove(t.Context(), remove)
	if err != nil || removed.Failure == nil || removed.Failure.Object.String() != "Job/shop-pre-delete" {
		t.Fatalf("removed with %+v, %v", removed, err)
	}
	mustBe(t, c, in.Namespace, Degraded) // the hook's Job failed
	return remove, func(changes ...func(*corev1.ConfigMap)) {
		config.ResourceVersion = ""
		for _, change := range changes {
			change(config)
		}
		if _, err := configs.Create(t.Context(), config, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARemovalRunsTheHooksOfTheApp(t *testing.T) {
	t.Parallel()
	remove, mend := withFailingHook(t)
	mend()
	plan, err := PlanRemoval(t.Context(), remove.Target)
	if err != nil {
		t.Fatal(err)
	}
	want := []RemovedObject{{Kind: "Job", Name: "shop-post-delete"}, {Kind: "Job", Name: "shop-pre-delete"}}
	if diff := cmp.Diff(want, RemovalOf(plan).Hooks); diff != "" {
		t.Errorf("the hooks that are planned (-want +got):\n%s", diff)
	}
	var told []string
	remove.Progress = func(p Progress) { told = append(told, p.Message) }
	removed, err := Remove(t.Context(), remove)
	if err != nil || removed.Failure != nil || len(removed.Stays) > 0 {
		t.Fatalf("removed with %+v, %v", removed, err)
	}
	for _, hook := range []string{"Job/shop-pre-delete", "Job/shop-post-delete"} {
		if !strings.Contains(strings.Join(told, "\n"), hook) {
			t.Errorf("nothing was told of %s: %q", hook, told)
		}
	}
	nothingOf(t, remove.Cluster, remove.Namespace)
}

// TestWhatAHookThatFailedHasLeftGoesWithoutHooks has one that runs when the Application is gone, and finds a configuration
// that is not the app's.
func TestWhatAHookThatFailedHasLeftGoesWithoutHooks(t *testing.T) {
	t.Parallel()
	remove, mend := withFailingHook(t)
	mend(func(config *corev1.ConfigMap) { config.OwnerReferences = nil })
	removed, err := Remove(t.Context(), remove)
	if err != nil || removed.Failure == nil || removed.Failure.Object.String() != "Job/shop-post-delete" {
		t.Fatalf("removed with %+v, %v", removed, err)
	}
	remove.NoHooks = true
	removed, err = Remove(t.Context(), remove)
	if err != nil || removed.Failure != nil {
		t.Fatalf("removed with %+v, %v", removed, err)
	}
	nothingOf(t, remove.Cluster, remove.Namespace)
}

func TestAnInstanceWhoseHookFailsIsRemovedWithoutIt(t *testing.T) {
	t.Parallel()
	remove, _ := withFailingHook(t)
	remove.NoHooks = true
	removed, err := Remove(t.Context(), remove)
	if err != nil || removed.Failure != nil || len(removed.Stays) > 0 {
		t.Fatalf("removed with %+v, %v", removed, err)
	}
	nothingOf(t, remove.Cluster, remove.Namespace)
}
