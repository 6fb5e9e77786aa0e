package engine

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/marketplace/clusters"
)

// canary is a secret that nobody may see.
const canary = "canary-4f1d-a-secret"

// TestTheLifeOfAnInstance installs, changes settings, fails, goes back and removes.
func TestTheLifeOfAnInstance(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	namespace := project(t, c)
	var told strings.Builder
	install := func(in InstallInput, revision int, greeting string, before *Outcome) (*Outcome, error) {
		in.Cluster, in.Identity, in.Namespace, in.Loader, in.Instance = c, operator(namespace), namespace, load, "ins-test"
		in.Revision, in.Parameters = revision, map[string]any{"greeting": greeting, "token": canary}
		if before != nil {
			in.Generated = before.Generated
		}
		in.Progress = func(p Progress) { fmt.Fprintln(&told, p.Stage, p.Object, p.Message) }
		return Install(t.Context(), in)
	}
	one, two := packaged(t, "testdata/app"), packaged(t, secondVersion(t))
	first := mustSucceed(t)(install(one, 1, "hello", nil))
	password := secretOf(t, c, namespace)["password"]
	mustBe(t, c, namespace, Running)

	second := mustSucceed(t)(install(two, 2, "good day", first))
	if got := secretOf(t, c, namespace)["password"]; string(got) != string(password) {
		t.Error("the upgrade changed the password")
	}
	if log := logOf(t, c, namespace); !strings.Contains(log, "first greeting: hello") {
		t.Errorf("the upgrade lost the data; the app says %q", log)
	}
	if _, err := c.Platform.Core.ConfigMaps(namespace).Get(t.Context(), "shop-extra", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("what the new version has no more is still there: %v", err)
	}

	noCanary(t, c, namespace, told.String())

	third, err := install(two, 3, "fail", second)
	if err != nil {
		t.Fatal(err)
	}
	blames(t, third.Failure)
	if s := mustBe(t, c, namespace, Failed); !strings.Contains(s.Reason, "shop-web") {
		t.Errorf("the status does not say what failed: %s", s.Reason)
	}
	mustSucceed(t)(install(one, 4, "hello", third))
	mustBe(t, c, namespace, Running)
	if got := secretOf(t, c, namespace)["password"]; string(got) != string(password) {
		t.Error("the way back changed the password")
	}
	want := []string{"shop-deployer-r1", "shop-deployer-r2", "shop-deployer-r3", "shop-deployer-r4"}
	if got := jobsOf(t, c, namespace); !slices.Equal(got, want) {
		t.Errorf("the Jobs are %v, want %v", got, want)
	}
	if strings.Contains(told.String()+fmt.Sprint(*third.Failure), canary) {
		t.Error("the secret that the app said in its log was told on")
	}
	removes(t, c, namespace)
}

// blames checks that a failure says which object, which container, how it ended and what it said.
func blames(t *testing.T, f *event.Failure) {
	t.Helper()
	if f == nil || f.Object == nil || f.Object.String() != "Deployment/shop-web" || f.Container != "web" || f.ExitCode == nil || *f.ExitCode != 7 ||
		f.Culprit == nil || f.Culprit.Kind != "Pod" || f.Hint == "" {
		t.Fatalf("the failure is %+v", f)
	}
	if log := strings.Join(f.Log, "\n"); !strings.Contains(log, "fatal: no greeting, token "+redact.Hidden) {
		t.Errorf("its log is %q", log)
	}
}

// removes checks that a removal names the disk before and after, and can be done again.
func removes(t *testing.T, c *clusters.Cluster, namespace string) {
	t.Helper()
	target := Target{Cluster: c, Identity: operator(namespace), Name: "shop", Namespace: namespace}
	plan, err := PlanRemoval(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Stays) != 1 || plan.Stays[0].Name != "shop-data" || plan.Stays[0].Size != "1Mi" {
		t.Errorf("it says that %+v stays", plan.Stays)
	}
	if names := fmt.Sprint(plan.Goes); !strings.Contains(names, "Deployment/shop-web") || !strings.Contains(names, "Application/shop") {
		t.Errorf("it says that %s goes", names)
	}
	for range 2 {
		removed, err := Remove(t.Context(), RemoveInput{Target: target})
		if err != nil {
			t.Fatal(err)
		}
		if removed.Failure != nil || len(removed.Stays) != 1 || removed.Stays[0].Name != "shop-data" {
			t.Errorf("removed with %+v", removed)
		}
	}
	if jobs := jobsOf(t, c, namespace); len(jobs) > 0 {
		t.Errorf("%v is left", jobs)
	}
	mustBe(t, c, namespace, Gone)
}

func mustBe(t *testing.T, c *clusters.Cluster, namespace string, want State) *InstanceStatus {
	t.Helper()
	viewer := clusters.Identity{User: "vera", Namespace: namespace, Role: clusters.Viewer}
	s, err := Status(t.Context(), Target{Cluster: c, Identity: viewer, Name: "shop", Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	if s.State != want {
		t.Errorf("the instance is %s (%s), want %s", s.State, s.Reason, want)
	}
	return s
}

// noCanary looks for the secret in what is told, and in all that a viewer of the project may read.
func noCanary(t *testing.T, c *clusters.Cluster, namespace, told string) {
	t.Helper()
	viewer, err := c.As(clusters.Identity{User: "vera", Namespace: namespace, Role: clusters.Viewer})
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := viewer.Typed.BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	events, err := viewer.Core.Events(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	pods, err := viewer.Core.Pods(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{"progress": told, "Jobs": fmt.Sprint(jobs.Items), "Events": fmt.Sprint(events.Items), "Pods": fmt.Sprint(pods.Items)}
	for _, p := range pods.Items {
		if p.Labels["batch.kubernetes.io/job-name"] != "" {
			words["log of "+p.Name] = podLog(t, c, p)
		}
	}
	for where, text := range words {
		if text == "" || strings.Contains(text, canary) {
			t.Errorf("%s (%d characters) has the secret in it, or nothing", where, len(text))
		}
	}
}

// logOf gives the log of the app's one Pod.
func logOf(t *testing.T, c *clusters.Cluster, namespace string) string {
	t.Helper()
	pods, err := c.Platform.Core.Pods(namespace).List(t.Context(), metav1.ListOptions{LabelSelector: "app.kubernetes.io/component=web"})
	if err != nil || len(pods.Items) != 1 {
		t.Fatalf("%d Pods: %v", len(pods.Items), err)
	}
	return podLog(t, c, pods.Items[0])
}

func podLog(t *testing.T, c *clusters.Cluster, p corev1.Pod) string {
	t.Helper()
	stream, err := c.Platform.Core.Pods(p.Namespace).GetLogs(p.Name, &corev1.PodLogOptions{}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	text, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// secondVersion makes version 2.0.0 of the app's package, which has one object less.
func secondVersion(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "app")
	err := filepath.WalkDir("testdata/app", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "extra.yaml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimPrefix(path, "testdata/app"))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		text := strings.NewReplacer("version: 1.0.0", "version: 2.0.0", "publishedVersion: 1.0.0", "publishedVersion: 2.0.0").Replace(string(data))
		return os.WriteFile(to, []byte(text), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
