package hooks

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/kube/kubetest"
)

// kubelet ends Pods when they appear: with success, or with a failure if that is said of their name, or of that of their
// Job.
type kubelet struct {
	mutex sync.Mutex
	fails map[string]bool
	ran   []string
}

func play(t *testing.T, c *kube.Client, namespace string, fails ...string) *kubelet {
	t.Helper()
	k := &kubelet{fails: map[string]bool{}}
	for _, name := range fails {
		k.fails[name] = true
	}
	kubetest.PlayKubelet(t, c, namespace, k.end)
	return k
}

func (k *kubelet) end(name string) string {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.ran = append(k.ran, name)
	if k.fails[name] {
		return kubetest.PodFailed
	}
	return kubetest.PodSucceeded
}

// mend has nothing fail any more.
func (k *kubelet) mend() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.fails = nil
}

func (k *kubelet) trace() string {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return strings.Join(k.ran, " ")
}

// job is a hook that runs; annotations are as in YAML: 'hook: pre-install, hook-weight: "1"' without their prefix.
func job(name string, annotations ...string) string {
	return fmt.Sprintf("---\n{apiVersion: batch/v1, kind: Job, metadata: {name: %s, annotations: {%s}}, spec: {backoffLimit: 0, template: {spec: %s}}}\n",
		name, prefixed(annotations), kubetest.PodSpec)
}

func config(name string, annotations ...string) string {
	return fmt.Sprintf("---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, annotations: {%s}}}\n", name, prefixed(annotations))
}

func prefixed(annotations []string) string {
	for i, a := range annotations {
		key, value, _ := strings.Cut(a, ": ")
		annotations[i] = fmt.Sprintf("helm.sh/%s: %q", key, value)
	}
	return strings.Join(annotations, ", ")
}

func parsed(t *testing.T, manifests ...string) []Hook {
	t.Helper()
	all, notes := Parse(kubetest.Objects(t, strings.Join(manifests, "")))
	if len(notes) > 0 {
		t.Fatal(notes)
	}
	return all
}

// there says which of the objects are in the namespace.
func there(t *testing.T, c *kube.Client, namespace string) string {
	t.Helper()
	var names []string
	maps, err := c.Core.ConfigMaps(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range maps.Items {
		if m.Name != "kube-root-ca.crt" {
			names = append(names, m.Name)
		}
	}
	jobs, err := c.Typed.BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs.Items {
		names = append(names, j.Name)
	}
	return strings.Join(names, " ")
}

func TestHooksRunOneAfterTheOtherAndAnewTheNextTime(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	k := play(t, c, ns)
	all := parsed(t, job("second", "hook: pre-install", "hook-weight: 2"), job("first", "hook: pre-install,pre-upgrade", "hook-weight: -1"),
		config("settings", "hook: pre-install"), job("later", "hook: post-install"))
	for i := range 2 {
		ran, err := Run(t.Context(), c, all, PreInstall, Options{Namespace: ns, Timeout: 30 * time.Second})
		if err != nil || fmt.Sprint(ran) != "[Job/first ConfigMap/settings Job/second]" {
			t.Fatalf("ran %v, %v", ran, err)
		}
		if want := strings.TrimSpace(strings.Repeat("first second ", i+1)); k.trace() != want {
			t.Errorf("it ran %s, want %s", k.trace(), want)
		}
	}
	if got := there(t, c, ns); got != "settings first second" {
		t.Errorf("there are %s", got)
	}
}

func TestPoliciesSayWhatIsDeletedAndWhen(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	all := []string{
		config("stays", "hook: pre-install"), config("goes", "hook: pre-install", "hook-delete-policy: hook-succeeded"),
		config("kept", "hook: pre-install", "hook-delete-policy: hook-succeeded", "resource-policy: keep"),
		job("job-1", "hook: pre-install", "hook-weight: 1", "hook-delete-policy: before-hook-creation,hook-succeeded"),
		job("job-2", "hook: pre-install", "hook-weight: 2", "hook-delete-policy: hook-failed"),
		job("job-3", "hook: pre-install", "hook-weight: 3"),
	}
	for fails, want := range map[string]string{"": "kept stays job-2 job-3", "job-1": "kept stays job-1", "job-2": "kept stays", "job-3": "kept stays job-2 job-3"} {
		t.Run("fails "+fails, func(t *testing.T) {
			t.Parallel()
			ns := kubetest.Namespace(t, c)
			play(t, c, ns, fails)
			_, err := Run(t.Context(), c, parsed(t, all...), PreInstall, Options{Namespace: ns, Timeout: 30 * time.Second})
			if (err != nil) != (fails != "") {
				t.Fatal(err)
			}
			if got := there(t, c, ns); got != want {
				t.Errorf("there are %s, want %s", got, want)
			}
		})
	}
}

func TestWhatIsThereIsReplacedOnlyByItsPolicy(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	all := parsed(t, config("replaced", "hook: pre-install"), config("changed", "hook: pre-install", "hook-delete-policy: hook-failed"))
	uids := func() (found [2]types.UID) {
		if _, err := Run(t.Context(), c, all, PreInstall, Options{Namespace: ns}); err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"replaced", "changed"} {
			m, err := c.Core.ConfigMaps(ns).Get(t.Context(), name, metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			found[i] = m.UID
		}
		return found
	}
	first, second := uids(), uids()
	if first[0] == second[0] || first[1] != second[1] {
		t.Errorf("uids %v, then %v", first, second)
	}
}

func TestAHookThatFailsIsToldWithItsPod(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	k := play(t, c, ns, "broken")
	ran, err := Run(t.Context(), c, parsed(t, job("broken", "hook: pre-upgrade"), job("never", "hook: pre-upgrade", "hook-weight: 1")), PreUpgrade,
		Options{Namespace: ns, Timeout: 30 * time.Second})
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Hook || f.Object.Name != "broken" || f.Culprit == nil || f.Culprit.Kind != "Pod" || f.Container != "main" ||
		*f.ExitCode != 3 || !strings.HasPrefix(f.Message, "the pre-upgrade hook failed: container main exited 3") || f.Hint == "" {
		t.Errorf("%+v", err)
	}
	if len(ran) > 0 || k.trace() != "broken" {
		t.Errorf("ran %v; %s", ran, k.trace())
	}
}

func TestAHookThatTheServerRefusesIsNamed(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	bad := "---\n{apiVersion: v1, kind: Service, metadata: {name: bad, annotations: {helm.sh/hook: post-install}}, spec: {ports: [{port: 99999}]}}\n"
	_, err := Run(t.Context(), c, parsed(t, bad), PostInstall, Options{Namespace: kubetest.Namespace(t, c)})
	var f *event.Failure
	if !errors.As(err, &f) || f.Stage != event.Hook || f.Object.Name != "bad" || f.Reason != "Invalid" || !strings.HasPrefix(f.Message, "the post-install hook failed: ") {
		t.Errorf("%+v", err)
	}
}

func TestAHookThatDoesNotEndFailsAtItsTimeout(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	_, err := Run(t.Context(), c, parsed(t, job("waits", "hook: pre-install")), PreInstall, Options{Namespace: kubetest.Namespace(t, c), Timeout: time.Second})
	var f *event.Failure
	if !errors.As(err, &f) || !strings.Contains(f.Message, "not finished after 1s") {
		t.Errorf("%+v", err)
	}
}

func TestAnInterruptedHookEndsAtOnce(t *testing.T) {
	t.Parallel()
	c := kubetest.Connect(t)
	ns := kubetest.Namespace(t, c)
	ctx, stop := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	waiting := func(_ kube.Ref, message string) {
		if strings.Contains(message, "it runs") {
			stop(stopped)
		}
	}
	if _, err := Run(ctx, c, parsed(t, job("waits", "hook: pre-install")), PreInstall, Options{Namespace: ns, Waiting: waiting}); !errors.Is(err, stopped) {
		t.Errorf("%v", err)
	}
}
