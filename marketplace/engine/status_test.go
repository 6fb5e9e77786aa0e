package engine

import (
	"context"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/verifier"
	"github.com/chandler-dev/chandler/verifier/report"
)

func TestTheStateOfAnInstance(t *testing.T) {
	ended := func(r int) verifier.DeployerState {
		return verifier.DeployerState{Revision: r, Ended: true, Succeeded: true}
	}
	failed := func(r int) verifier.DeployerState {
		return verifier.DeployerState{Revision: r, Ended: true, Message: "backoff"}
	}
	runs := func(r int) verifier.DeployerState { return verifier.DeployerState{Revision: r} }
	noImage := verifier.DeployerState{Revision: 1, Ended: true, Failure: &event.Failure{Message: "no image"}}
	type deployers = []verifier.DeployerState
	for name, c := range map[string]struct {
		deployers deployers
		deleting  bool
		ready     bool
		want      State
		reason    string
	}{
		"nothing ran yet":             {nil, false, true, Creating, "deployer"},
		"the first runs":              {deployers{runs(1)}, false, false, Creating, "Deployment/web: 0 of 1"},
		"the first after a failure":   {deployers{failed(1), runs(2)}, false, true, Creating, "deployer"},
		"another after one that went": {deployers{ended(1), failed(2), runs(3)}, false, true, Upgrading, "revision 3"},
		"all is well":                 {deployers{ended(1)}, false, true, Running, ""},
		"not ready any more":          {deployers{ended(1)}, false, false, Degraded, "Deployment/web: 0 of 1"},
		"the last one failed":         {deployers{ended(1), failed(2)}, false, true, Failed, "backoff"},
		"failed, and not ready":       {deployers{failed(1)}, false, false, Failed, "Deployment/web: 0 of 1"},
		"the deployer never ran":      {deployers{noImage}, false, true, Failed, "no image"},
		"on its way out":              {deployers{ended(1)}, true, false, Deleting, "removed"},
	} {
		s := &InstanceStatus{App: &report.AppStatus{Ready: c.ready}}
		if !c.ready {
			s.App.Objects = []*report.ObjectStatus{{State: report.There, Owns: []*report.ObjectStatus{
				{Ref: kube.Ref{Kind: "Deployment", Name: "web"}, State: report.NotReady, Message: "0 of 1"}}}}
		}
		s.judge(c.deleting, c.deployers)
		if s.State != c.want || !strings.Contains(s.Reason, c.reason) || (s.Reason == "") != (c.reason == "") {
			t.Errorf("%s: it is %s (%s), want %s (%s)", name, s.State, s.Reason, c.want, c.reason)
		}
	}
}

// TestWatchTellsEveryTurnOfAnInstance watches, as a viewer, an instance that is installed, scaled to nothing that can run,
// and removed.
func TestWatchTellsEveryTurnOfAnInstance(t *testing.T) {
	t.Parallel()
	c, load := testCluster(t)
	namespace := project(t, c)
	ctx, cancel := context.WithCancel(t.Context())
	viewer := clusters.Identity{User: "vera", Namespace: namespace, Role: clusters.Viewer}
	statuses, err := Watch(ctx, Target{Cluster: c, Identity: viewer, Name: "shop", Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	await := func(want State) *InstanceStatus {
		t.Helper()
		for s := range statuses {
			t.Logf("%s: %s", s.State, s.Reason)
			if s.State == want {
				return s
			}
		}
		t.Fatalf("it was never told to be %s", want)
		return nil
	}
	await(Gone)
	in := packaged(t, "testdata/app")
	in.Cluster, in.Identity, in.Namespace, in.Loader = c, operator(namespace), namespace, load
	in.Parameters = map[string]any{"token": canary}
	done := make(chan error, 1)
	go func() {
		_, err := Install(ctx, in)
		done <- err
	}()
	await(Creating)
	await(Running)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	stop := []byte(`{"spec": {"template": {"spec": {"containers": [{"name": "web", "image": "chandler.local/nowhere:1"}]}}}}`)
	_, err = c.Platform.Typed.AppsV1().Deployments(namespace).Patch(ctx, "shop-web", types.StrategicMergePatchType, stop, metav1.PatchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if s := await(Degraded); !strings.Contains(s.Reason, "shop-web") {
		t.Errorf("the reason is %s", s.Reason)
	}
	if _, err := Remove(ctx, RemoveInput{Target: Target{Cluster: c, Identity: operator(namespace), Name: "shop", Namespace: namespace}}); err != nil {
		t.Fatal(err)
	}
	await(Gone)
	cancel()
	for range statuses { // until it is closed
	}
}
