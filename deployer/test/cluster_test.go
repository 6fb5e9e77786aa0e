package test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// Testers that no scheduler takes: the test is their kubelet.
const testers = `
{apiVersion: v1, kind: ConfigMap, metadata: {name: questions}}
---
apiVersion: v1
kind: Pod
metadata: {name: asks}
spec: {schedulerName: nobody, restartPolicy: Never, containers: [{name: main, image: "example.com/none:1"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: listens}
spec: {schedulerName: nobody, restartPolicy: Never, containers: [{name: main, image: "example.com/none:1"}]}
`

// kubelet gives every Pod of the namespace the status of its name as soon as it appears.
func kubelet(t *testing.T, c *kube.Client, namespace string, statuses map[string]string) {
	t.Helper()
	w, err := c.Core.Pods(namespace).Watch(t.Context(), metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
	go func() {
		for e := range w.ResultChan() {
			pod, ok := e.Object.(*corev1.Pod)
			if !ok || e.Type != watch.Added || statuses[pod.Name] == "" {
				continue
			}
			if _, err := c.Core.Pods(namespace).Patch(context.Background(), pod.Name, types.MergePatchType,
				[]byte(`{"status": `+statuses[pod.Name]+`}`), metav1.PatchOptions{}, "status"); err != nil {
				t.Errorf("play kubelet: %v", err)
			}
		}
	}()
}

const (
	succeeded = `{"phase": "Succeeded"}`
	failed    = `{"phase": "Failed", "containerStatuses": [{"name": "main", "image": "x", "imageID": "x", "restartCount": 0, "state": {"terminated": {"exitCode": 3, "reason": "Error"}}}]}`
)

func TestTestersThatSucceedPassAndRunAnewTheNextTime(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	kubelet(t, c, ns, map[string]string{"asks": succeeded, "listens": succeeded})
	uids := map[types.UID]bool{}
	for range 2 {
		passed, err := Run(t.Context(), c, kubetest.Objects(t, testers), Options{Namespace: ns, Timeout: 20 * time.Second})
		if err != nil || len(passed) != 2 || passed[0].Name != "asks" || passed[1].Name != "listens" {
			t.Fatalf("passed %v, %v", passed, err)
		}
		pod, err := c.Core.Pods(ns).Get(t.Context(), "asks", metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		uids[pod.UID] = true
	}
	if len(uids) != 2 {
		t.Error("the result of the first run was taken for that of the second")
	}
}

func TestATesterThatFailsIsToldWithItsExitCode(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	kubelet(t, c, ns, map[string]string{"asks": succeeded, "listens": failed})
	passed, err := Run(t.Context(), c, kubetest.Objects(t, testers), Options{Namespace: ns, Timeout: 20 * time.Second})
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Test || f.Object.Name != "listens" || f.Container != "main" || *f.ExitCode != 3 {
		t.Errorf("%+v", err)
	}
	if len(passed) != 1 || passed[0].Name != "asks" {
		t.Errorf("passed %v", passed)
	}
}

func TestATesterThatNeverEndsFailsAtItsTimeout(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	kubelet(t, c, ns, map[string]string{"asks": succeeded, "listens": `{"phase": "Running"}`})
	_, err := Run(t.Context(), c, kubetest.Objects(t, testers), Options{Namespace: ns, Timeout: 2 * time.Second})
	var f *event.Failure
	if !errors.As(err, &f) || f.Object.Name != "listens" || !strings.Contains(f.Message, "not finished after 2s: it runs") || !strings.Contains(f.Hint, "TESTER_TIMEOUT") {
		t.Errorf("%+v", err)
	}
}

func TestATesterThatIsRefusedFailsTheTests(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	_, err := Run(t.Context(), c, kubetest.Objects(t, "{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: []}}"), Options{Namespace: kubetest.Namespace(t, c)})
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Test || f.Reason != "Invalid" {
		t.Errorf("%+v", err)
	}
}

func TestFieldsOfTestersThatTheClusterDoesNotKnowAreLeftOutAndTold(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	kubelet(t, c, ns, map[string]string{"asks": succeeded, "listens": succeeded})
	objects := kubetest.Objects(t, strings.ReplaceAll(testers, "schedulerName: nobody,", "schedulerName: nobody, patience: long,"))
	told := make(chan string, 10)
	passed, err := Run(t.Context(), c, objects, Options{Namespace: ns, Timeout: 20 * time.Second,
		Unknown: func(ref kube.Ref, fields []string) { told <- ref.String() + strings.Join(fields, ",") }})
	if err != nil || len(passed) != 2 {
		t.Fatalf("passed %v, %v", passed, err)
	}
	close(told)
	var all []string
	for words := range told {
		all = append(all, words)
	}
	slices.Sort(all)
	if got := strings.Join(all, " "); got != "Pod/asks.spec.patience Pod/listens.spec.patience" {
		t.Errorf("told %s", got)
	}
}
