package ready

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

const runs = `{"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
	"containerStatuses": [{"name": "web", "image": "x", "imageID": "x", "ready": true, "restartCount": 4, "state": {"running": {"startedAt": "2020-01-01T00:00:00Z"}}}]}`

// running gives a Deployment whose Pod is ready.
func running(t *testing.T, c *kube.Client, namespace string) []apply.Applied {
	t.Helper()
	applied := applyFor(t, c, namespace, unscheduled, nil)
	kubelet(t, c, namespace, runs)
	if err := Wait(t.Context(), c, applied, Options{Namespace: namespace, Timeout: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	return applied
}

func TestAContainerThatEndsWhileTestersRunEndsThem(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applied := running(t, c, ns)
	worked := false
	err := While(t.Context(), c, applied, Options{Namespace: ns, Stage: event.Test}, func(ctx context.Context) error {
		pods, err := c.Core.Pods(ns).List(ctx, metav1.ListOptions{})
		if err != nil || len(pods.Items) != 1 {
			t.Fatal(len(pods.Items), err)
		}
		_, err = c.Core.Pods(ns).Patch(t.Context(), pods.Items[0].Name, types.MergePatchType, []byte(`{"status": {"containerStatuses": [{"name": "web", "image": "x", "imageID": "x",
			"restartCount": 5, "state": {"running": {}}, "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]}}`), metav1.PatchOptions{}, "status")
		if err != nil {
			t.Error(err)
		}
		<-ctx.Done()
		worked = true
		return ctx.Err()
	})
	var f *event.Failure
	if !errors.As(err, &f) || !worked || f.Stage != event.Test || f.Object.String() != "Deployment/web" || !strings.HasPrefix(f.Culprit.String(), "Pod/web-") ||
		f.Container != "web" || *f.ExitCode != 137 || f.Reason != "OOMKilled" || !strings.Contains(f.Hint, "memory") {
		t.Errorf("%v; %+v", err, f)
	}
}

func TestTheEndOfTheTestersIsTheEndOfTheWatch(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applied := running(t, c, ns)
	for _, want := range []error{nil, errors.New("the tester failed")} {
		if err := While(t.Context(), c, applied, Options{Namespace: ns}, func(context.Context) error { return want }); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

func TestAnObjectMayLapseForAMoment(t *testing.T) {
	s := newStage(t, "Deployment/web")
	s.show(deploymentYAML("web", "1"))
	k := keeper{judge: s.judge, observer: &observer{world: s.world}}
	expect := func(seconds float64, want string) {
		t.Helper()
		got := ""
		if s, _ := k.look(s.began.Add(time.Duration(seconds * float64(time.Second)))); s != nil {
			got = s.Reason + ": " + s.Message
		}
		if got != want {
			t.Errorf("after %v s: %q, want %q", seconds, got, want)
		}
	}
	expect(0, "")
	s.show(deploymentYAML("web", "0"))
	expect(1, "")
	s.show(deploymentYAML("web", "1"))
	expect(9, "")
	s.show(deploymentYAML("web", "0"))
	expect(12, "")
	expect(21.9, "")
	expect(22, "NotReady: it was ready, but is not any more: 0 of 1 replicas are available")
}
