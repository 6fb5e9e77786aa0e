package test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// script is a tester Pod with a container that runs a shell script.
func script(name, annotations, text string) string {
	return fmt.Sprintf(`
apiVersion: v1
kind: Pod
metadata: {name: %s, annotations: {%s}}
spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [%s]}
---`, name, annotations, container("main", text))
}

func container(name, text string) string {
	return fmt.Sprintf(`{name: %s, image: "chandler.local/testapp:1.0.0", imagePullPolicy: Never, command: [/bin/sh, -c, %q]}`, name, text)
}

// heard keeps the lines of a run by their sources.
type heard struct {
	mutex sync.Mutex
	lines map[string][]string
	order []string
}

func (h *heard) log(l Line) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.lines == nil {
		h.lines = map[string][]string{}
	}
	h.lines[l.Source] = append(h.lines[l.Source], l.Text)
	h.order = append(h.order, l.Text)
}

func runScripts(t *testing.T, c *kube.Client, ns, manifests string) (*heard, []kube.Ref, *event.Failure) {
	t.Helper()
	var h heard
	passed, err := Run(t.Context(), c, kubetest.Objects(t, manifests), Options{Namespace: ns, Timeout: time.Minute, Log: h.log})
	var f *event.Failure
	if err != nil && !errors.As(err, &f) {
		t.Fatal(err)
	}
	return &h, passed, f
}

func TestALineIsToldWhileTheTesterStillRuns(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	heardIt := errors.New("heard it")
	_, err := Run(ctx, c, kubetest.Objects(t, script("asks", "", "echo first; exec sleep 600")), Options{Namespace: kubetest.Namespace(t, c),
		Timeout: time.Minute, Log: func(l Line) {
			if l != (Line{Tester: l.Tester, Text: "first"}) || l.Tester.Name != "asks" {
				t.Errorf("told %+v", l)
			}
			cancel(heardIt)
		}})
	if !errors.Is(err, heardIt) {
		t.Errorf("the run ended with %v", err)
	}
}

// A Pod with three containers, one of which ends before and one with the others.
const talkative = `
apiVersion: v1
kind: Pod
metadata: {name: talks}
spec:
  restartPolicy: Never
  initContainers: [INIT]
  containers: [MAIN, SIDECAR]
`

func TestNoLineIsLostOrToldTwiceThoughConnectionsBreak(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	random := rand.New(rand.NewPCG(1, 2))
	var mutex sync.Mutex
	cuts := 0
	through := kubetest.Through(t, c, func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if !strings.HasSuffix(r.URL.Path, "/log") {
			next.ServeHTTP(w, r)
			return
		}
		mutex.Lock()
		left := random.IntN(20_000)
		cuts++
		breaks := cuts <= 20
		mutex.Unlock()
		if breaks {
			w = &breaking{w, left}
		}
		next.ServeHTTP(w, r)
	})
	manifests := strings.NewReplacer("INIT", container("prepare", "seq 1 100"), "MAIN", container("main", "seq 1 2000; sleep 1; seq 2001 3000; printf end"),
		"SIDECAR", container("sidecar", "seq 1 500 >&2; seq 501 1000 >&2")).Replace(talkative)
	h, passed, f := runScripts(t, through, kubetest.Namespace(t, c), manifests)
	if f != nil || len(passed) != 1 {
		t.Fatalf("passed %v, %v", passed, f)
	}
	want := map[string][]string{"talks/prepare": numbers(100), "talks/main": append(numbers(3000), "end"), "talks/sidecar": numbers(1000)}
	if diff := cmp.Diff(want, h.lines); diff != "" {
		t.Errorf("lines (-written +told):\n%s", diff)
	}
	if cuts < 5 {
		t.Errorf("only %d connections were there to break", cuts)
	}
}

// breaking is an answer that breaks after some bytes.
type breaking struct {
	http.ResponseWriter
	left int
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		_, _ = b.ResponseWriter.Write(p[:len(p)+b.left])
		_ = http.NewResponseController(b.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	return b.ResponseWriter.Write(p)
}

func (b *breaking) Unwrap() http.ResponseWriter { return b.ResponseWriter }

func numbers(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint(i+1))
	}
	return all
}

func TestTestersRunInTheOrderOfTheirWeightsUntilOneFails(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	h, passed, f := runScripts(t, c, ns, script("third", `helm.sh/hook-weight: "5"`, "echo third; exit 4")+script("fourth", `chandler.dev/test-weight: "6"`, "echo fourth")+
		script("second", "", "echo second")+script("first", `chandler.dev/test-weight: "-1"`, "sleep 1; echo first"))
	if diff := cmp.Diff([]string{"first", "second", "third"}, h.order); diff != "" {
		t.Error(diff)
	}
	if len(passed) != 2 || f == nil || f.Object.Name != "third" || *f.ExitCode != 4 {
		t.Errorf("passed %v, failed %+v", passed, f)
	}
	if _, err := c.Core.Pods(ns).Get(t.Context(), "fourth", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the tester after the one that failed was made: %v", err)
	}
}

const retried = `
apiVersion: batch/v1
kind: Job
metadata: {name: tries}
spec:
  backoffLimit: 1
  template: {spec: {restartPolicy: Never, containers: [CONTAINER]}}
`

func TestAJobTellsTheLogOfEveryPodAndFailsWithTheLast(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	h, _, f := runScripts(t, c, kubetest.Namespace(t, c), strings.Replace(retried, "CONTAINER", container("main", "echo of $HOSTNAME; exit 7"), 1))
	if f == nil || f.Stage != event.Test || f.Object.Name != "tries" || f.Culprit == nil || *f.ExitCode != 7 {
		t.Fatalf("%+v", f)
	}
	if want := []string{"of " + f.Culprit.Name}; !cmp.Equal(f.Log, want) || !cmp.Equal(h.lines[f.Culprit.Name], want) || len(h.lines) != 2 || len(h.lines[""]) != 1 {
		t.Errorf("the failure of %s has the log %q; told %q", f.Culprit, f.Log, h.lines)
	}
}

func TestTheRunsOfAContainerThatIsStartedAgainAreAllTold(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	pod := strings.Replace(script("again", "", `echo run; mkdir /run/passed 2>/dev/null || { echo done; exit 0; }; exit 1`), "restartPolicy: Never", "restartPolicy: OnFailure", 1)
	pod = strings.Replace(pod, "imagePullPolicy: Never", "imagePullPolicy: Never, volumeMounts: [{name: run, mountPath: /run}], securityContext: {runAsUser: 0}", 1)
	pod = strings.Replace(pod, "spec: {", "spec: {volumes: [{name: run, emptyDir: {}}], ", 1)
	h, passed, f := runScripts(t, c, kubetest.Namespace(t, c), pod)
	if f != nil || len(passed) != 1 || !cmp.Equal(h.order, []string{"run", "run", "done"}) {
		t.Errorf("passed %v, failed %+v, told %q", passed, f, h.order)
	}
}

func TestATesterThatSomebodyDeletesFailsWithWhatItSaid(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	_, err := Run(t.Context(), c, kubetest.Objects(t, script("victim", "", "echo here; exec sleep 600")), Options{Namespace: ns, Timeout: time.Minute,
		Log: func(Line) {
			if err := c.Core.Pods(ns).Delete(context.Background(), "victim", metav1.DeleteOptions{}); err != nil {
				t.Error(err)
			}
		}})
	var f *event.Failure
	if !errors.As(err, &f) || f.Reason != "Deleted" || f.Object.Name != "victim" || !cmp.Equal(f.Log, []string{"here"}) {
		t.Errorf("%+v", err)
	}
}

const quota = `
apiVersion: v1
kind: ResourceQuota
metadata: {name: few}
spec: {hard: {pods: "0"}}
`

func TestATesterThatCannotStartFailsEarly(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	for name, test := range map[string]struct{ around, tester, reason string }{
		"no image":     {"", strings.Replace(script("x", "", "true"), "testapp:1.0.0", "none:1", 1), "ErrImageNeverPull"},
		"quota, a Pod": {quota, script("x", "", "true"), "Forbidden"},
		"quota, a Job": {quota, strings.Replace(retried, "CONTAINER", container("main", "true"), 1), "FailedCreate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ns := kubetest.Namespace(t, c)
			if test.around != "" {
				if _, err := apply.Apply(t.Context(), c, kubetest.Objects(t, test.around), apply.Options{Namespace: ns}); err != nil {
					t.Fatal(err)
				}
				awaitQuota(t, c, ns)
			}
			_, _, f := runScripts(t, c, ns, test.tester)
			if f == nil || f.Reason != test.reason || f.Stage != event.Test || f.Hint == "" || strings.Contains(f.Message, "not finished") {
				t.Errorf("%+v", f)
			}
		})
	}
}

// awaitQuota waits until the quota is in force.
func awaitQuota(t *testing.T, c *kube.Client, ns string) {
	t.Helper()
	w, err := c.Core.ResourceQuotas(ns).Watch(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	for range w.ResultChan() {
		q, err := c.Core.ResourceQuotas(ns).Get(t.Context(), "few", metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(q.Status.Hard) > 0 {
			return
		}
	}
}
