package ready

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// A Deployment whose Pod no scheduler takes: the test is its kubelet.
const unscheduled = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {schedulerName: nobody, containers: [{name: web, image: "example.com/none:1", imagePullPolicy: Never}]}
`

// waitFor applies objects and waits for them; it gives the failure, or nil.
func waitFor(t *testing.T, c *kube.Client, namespace, objects string, o Options) *event.Failure {
	t.Helper()
	applied, err := apply.Apply(t.Context(), kubetest.Connect(t), kubetest.Objects(t, objects), apply.Options{Namespace: namespace})
	if err != nil {
		t.Fatal(err)
	}
	o.Namespace = namespace
	err = Wait(t.Context(), c, applied, o)
	var f *event.Failure
	if err != nil && !errors.As(err, &f) {
		t.Fatal(err)
	}
	return f
}

// kubelet patches the status of the first Pod that appears in the namespace.
func kubelet(t *testing.T, c *kube.Client, namespace, status string) {
	t.Helper()
	w, err := c.Core.Pods(namespace).Watch(t.Context(), metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer w.Stop()
		for e := range w.ResultChan() {
			if e.Type != watch.Added {
				continue
			}
			pod, err := meta(e.Object)
			if err == nil {
				_, err = c.Core.Pods(namespace).Patch(context.Background(), pod, types.MergePatchType, []byte(`{"status": `+status+`}`), metav1.PatchOptions{}, "status")
			}
			if err != nil {
				t.Errorf("play kubelet: %v", err)
			}
			return
		}
	}()
}

func meta(o any) (string, error) {
	named, ok := o.(metav1.Object)
	if !ok {
		return "", errors.New("not an object")
	}
	return named.GetName(), nil
}

func TestADeploymentIsReadyWhenItsPodIs(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	var said []string
	f := waitFor(t, c, ns, unscheduled, Options{Timeout: 20 * time.Second, Waiting: func(ref kube.Ref, message string) {
		if said = append(said, ref.String()+": "+message); len(said) == 1 { // only now, so that there is something to wait for
			kubelet(t, c, ns, `{"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}`)
		}
	}})
	if f != nil {
		t.Fatal(f)
	}
	if !strings.HasPrefix(said[0], "Deployment/web: ") {
		t.Errorf("it said %q", said)
	}
}

func TestACrashingContainerIsToldWithItsPodAndExitCode(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	kubelet(t, c, ns, `{"phase": "Running", "containerStatuses": [{"name": "web", "image": "x", "imageID": "x", "restartCount": 2,
		"state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 42, "reason": "Error"}}}]}`)
	f := waitFor(t, c, ns, unscheduled, Options{Timeout: 20 * time.Second})
	if f == nil || f.Object.String() != "Deployment/web" || !strings.HasPrefix(f.Culprit.String(), "Pod/web-") || f.Container != "web" || *f.ExitCode != 42 || f.Stage != event.Wait {
		t.Errorf("%+v", f)
	}
}

func TestAPodWhoseImageIsNotThereFails(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	f := waitFor(t, c, kubetest.Namespace(t, c), strings.Replace(unscheduled, "schedulerName: nobody, ", "", 1), Options{Timeout: 30 * time.Second})
	if f == nil || f.Reason != "ErrImageNeverPull" {
		t.Errorf("%+v", f)
	}
}

func TestAClaimOfAClassThatDoesNotExistFails(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	f := waitFor(t, c, kubetest.Namespace(t, c), `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], storageClassName: nothing, resources: {requests: {storage: 1Mi}}}`, Options{Timeout: 30 * time.Second})
	if f == nil || f.Object.String() != "PersistentVolumeClaim/data" || f.Culprit != nil || !strings.Contains(f.Message, `"nothing" not found`) {
		t.Errorf("%+v", f)
	}
}

func TestAServiceAccountThatIsMissingFailsTheDeployment(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	f := waitFor(t, c, kubetest.Namespace(t, c), strings.Replace(unscheduled, "schedulerName: nobody, ", "serviceAccountName: nobody, ", 1), Options{Timeout: 30 * time.Second})
	if f == nil || f.Reason != "FailedCreate" || !strings.Contains(f.Hint, "ServiceAccount") {
		t.Errorf("%+v", f)
	}
}

func TestTheTimeoutTellsWhatWasWaitedFor(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	f := waitFor(t, c, kubetest.Namespace(t, c), unscheduled, Options{Timeout: 2 * time.Second})
	if f == nil || f.Reason != "Timeout" || !strings.Contains(f.Message, "not ready after 2s: 0 of 1 replicas are available: Pod/web-") ||
		!strings.Contains(f.Message, "waits for a node") || !strings.Contains(f.Hint, "WAIT_FOR_READY_TIMEOUT") {
		t.Errorf("%+v", f)
	}
}

func TestWithoutTheRightToWatchItSaysSo(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	nobody := kubetest.As(t, c, ns, "nobody")
	f := waitFor(t, nobody, ns, unscheduled, Options{Timeout: 20 * time.Second})
	if f == nil || f.Reason != "Forbidden" || !strings.Contains(f.Hint, `a Role with a rule for apiGroups "apps", resources "deployments", verbs get, list, watch`) {
		t.Errorf("%+v", f)
	}
	if f := waitFor(t, nobody, ns, unscheduled, Options{Timeout: 20 * time.Second, Trust: true}); f != nil {
		t.Errorf("not trusted: %v", f)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	applied, err := apply.Apply(t.Context(), c, kubetest.Objects(t, unscheduled), apply.Options{Namespace: ns})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	began := time.Now()
	if err := Wait(ctx, c, applied, Options{Namespace: ns}); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 3*time.Second {
		t.Errorf("ended after %s with %v", time.Since(began), err)
	}
}
