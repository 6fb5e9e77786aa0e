package engine

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/marketplace/clusters"
)

// mustFail gives the failure of an install that has to fail, with the word of the cluster for it.
func mustFail(t *testing.T, reason string) func(*Outcome, error) *event.Failure {
	t.Helper()
	return func(o *Outcome, err error) *event.Failure {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if o.Succeeded || o.Failure.Reason != reason || o.Failure.Object == nil || o.Failure.Hint == "" {
			t.Fatalf("the outcome is %+v with %+v, want %s", o, o.Failure, reason)
		}
		return o.Failure
	}
}

func TestWhoMayNotInstallIsToldSo(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	namespace, other := project(t, c), project(t, c)
	in := packaged(t, "testdata/small")
	in.Cluster, in.Namespace, in.Loader = c, namespace, load
	for name, who := range map[string]clusters.Identity{
		"viewer":               {User: "vera", Namespace: namespace, Role: clusters.Viewer},
		"of another project":   operator(other),
		"without a role":       {User: "nora"},
		"viewer, and operator": {User: "olga", Namespace: other, Role: clusters.Operator},
	} {
		in.Identity = who
		f := mustFail(t, "Forbidden")(Install(t.Context(), in))
		if !strings.Contains(f.Message, "chandler:"+who.User) || !strings.Contains(f.Hint, namespace) {
			t.Errorf("%s: %s\n%s", name, f.Message, f.Hint)
		}
	}
	if jobs := jobsOf(t, c, namespace); len(jobs) > 0 {
		t.Errorf("%v was made", jobs)
	}
}

func TestAPackageThatWantsTheWholeClusterIsRefusedBeforeAnythingIsMade(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := packaged(t, "testdata/wide")
	in.Cluster, in.Namespace, in.Loader = c, project(t, c), load
	in.Identity = operator(in.Namespace)
	f := mustFail(t, "Forbidden")(Install(t.Context(), in))
	if f.Object.Kind != "ClusterRole" || !strings.Contains(f.Message, "clusterroles") || !strings.Contains(f.Hint, "whole cluster") {
		t.Errorf("%s: %s\n%s", f.Object, f.Message, f.Hint)
	}
	secrets, err := c.Platform.Core.Secrets(in.Namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(secrets.Items) > 0 {
		t.Errorf("%d Secrets were made (%v)", len(secrets.Items), err)
	}
	mustBe(t, c, in.Namespace, Gone)
}

// installed installs the small package as olga, and gives what it took.
func installed(t *testing.T, c *clusters.Cluster, load clusters.Loader) InstallInput {
	t.Helper()
	in := packaged(t, "testdata/small")
	in.Cluster, in.Namespace, in.Loader, in.Instance = c, project(t, c), load, "ins-one"
	in.Identity = operator(in.Namespace)
	mustSucceed(t)(Install(t.Context(), in))
	return in
}

func TestAJobThatWasDeletedIsNotRunAgain(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := installed(t, c, load)
	background := metav1.DeletePropagationBackground
	err := c.Platform.Typed.BatchV1().Jobs(in.Namespace).Delete(t.Context(), "shop-deployer-r1", metav1.DeleteOptions{PropagationPolicy: &background})
	if err != nil {
		t.Fatal(err)
	}
	_ = mustFail(t, "Deleted")(Install(t.Context(), in))
	if jobs := jobsOf(t, c, in.Namespace); len(jobs) > 0 {
		t.Errorf("%v was made", jobs)
	}
	in.Parameters = map[string]any{"password": ""}
	in.Revision, in.Generated = 2, map[string]any{"password": "of-revision-1", "gone": "of-a-version-that-had-it"}
	outcome := mustSucceed(t)(Install(t.Context(), in))
	if diff := cmp.Diff(in.Generated, outcome.Generated); diff != "" {
		t.Errorf("what was generated before (-before +now):\n%s", diff)
	}
}

func TestTheAppOfSomebodyElseAndALaterRevisionAreLeftAlone(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := installed(t, c, load)
	in.Instance, in.Revision = "ins-other", 2
	_ = mustFail(t, "AlreadyExists")(Install(t.Context(), in))
	in.Instance = "ins-one"
	mustSucceed(t)(Install(t.Context(), in))
	in.Revision = 1
	_ = mustFail(t, "Overtaken")(Install(t.Context(), in))
}

// TestADeployerThatCannotStartIsGivenUpForGood names an image that is nowhere: the verdict stays, and the next revision
// need not wait.
func TestADeployerThatCannotStartIsGivenUpForGood(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := packaged(t, "testdata/small")
	in.Cluster, in.Namespace, in.Loader = c, project(t, c), load
	in.Identity = operator(in.Namespace)
	good := in.Image
	in.Image = Image{Reference: "chandler.local/nowhere/deployer:1"}
	o, err := Install(t.Context(), in)
	if err != nil || o.Succeeded || o.Failure.Culprit == nil {
		t.Fatalf("%+v %v", o, err)
	}
	again, err := Install(t.Context(), in)
	if err != nil || again.Failure == nil || again.Failure.Message != o.Failure.Message || again.Failure.Reason != o.Failure.Reason {
		t.Errorf("asked again: %+v %v, want %+v", again, err, o.Failure)
	}
	mustBe(t, c, in.Namespace, Failed)
	in.Image, in.Revision, in.Generated = good, 2, o.Generated
	mustSucceed(t)(Install(t.Context(), in))
	mustBe(t, c, in.Namespace, Running)
}

// TestADeployerThatIsTooSlowIsEnded has an app that never gets ready.
func TestADeployerThatIsTooSlowIsEnded(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	in := packaged(t, "testdata/slow")
	in.Cluster, in.Namespace, in.Loader, in.Timeout = c, project(t, c), load, 4*time.Second
	in.Identity = operator(in.Namespace)
	_ = mustFail(t, "Timeout")(Install(t.Context(), in))
	_ = mustFail(t, "Timeout")(Install(t.Context(), in))
}

// TestAnInstallThatIsCutOffWhileTheDeployerRunsGoesOn cuts a run off at what the deployer tells, and has its Pod deleted
// afterwards, so that only the Job can tell how it went.
func TestAnInstallThatIsCutOffWhileTheDeployerRunsGoesOn(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	small := packaged(t, "testdata/small")
	for _, stage := range []string{event.Expand, event.Apply, event.Wait} {
		t.Run(stage, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			in := small
			in.Cluster, in.Namespace, in.Loader = c, project(t, c), load
			in.Identity = operator(in.Namespace)
			in.Progress = func(p Progress) {
				if p.Stage == stage {
					cancel()
				}
			}
			if _, err := Install(ctx, in); !errors.Is(err, context.Canceled) {
				t.Fatalf("it was not cut off: %v", err)
			}
			in.Progress = nil
			onceOnly(t, c, in)
			if err := c.Platform.Core.Pods(in.Namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
				t.Fatal(err)
			}
			mustSucceed(t)(Install(t.Context(), in))
		})
	}
}

// TestADeployerThatIsDeletedWhileItRunsFails deletes the Job, or its Pod only, when the deployer waits.
func TestADeployerThatIsDeletedWhileItRunsFails(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	slow := packaged(t, "testdata/slow")
	background := metav1.DeletePropagationBackground
	for kind, remove := range map[string]func(namespace string) error{
		"Job": func(namespace string) error {
			return c.Platform.Typed.BatchV1().Jobs(namespace).Delete(t.Context(), "shop-deployer-r1", metav1.DeleteOptions{PropagationPolicy: &background})
		},
		"Pod": func(namespace string) error {
			return c.Platform.Core.Pods(namespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "batch.kubernetes.io/job-name"})
		},
	} {
		t.Run(kind, func(t *testing.T) {
			in := slow
			in.Cluster, in.Namespace, in.Loader = c, project(t, c), load
			in.Identity = operator(in.Namespace)
			var once sync.Once
			in.Progress = func(p Progress) {
				if p.Stage == event.Wait {
					once.Do(func() {
						if err := remove(in.Namespace); err != nil {
							t.Error(err)
						}
					})
				}
			}
			f := mustFail(t, "Deleted")(Install(t.Context(), in))
			if f.Object.Name != "shop-deployer-r1" || (kind == "Pod") != (f.Culprit != nil) {
				t.Errorf("it blames %s and %v", f.Object, f.Culprit)
			}
			if again := mustFail(t, "Deleted")(Install(t.Context(), in)); again.Message != f.Message {
				t.Errorf("asked again it says %q, and before %q", again.Message, f.Message)
			}
		})
	}
}
