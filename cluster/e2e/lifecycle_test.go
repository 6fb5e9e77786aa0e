package e2e

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestAClusterIsUsableWhenUpReturnsAndLeavesNothingWhenDown(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	c := h.up("--ephemeral")
	node := must[*corev1.Node](t)(c.client.CoreV1().Nodes().Get(deadline(t), c.Node, v1.GetOptions{}))
	if len(node.Spec.Taints) > 0 {
		t.Errorf("the node has taints: %v", node.Spec.Taints)
	}
	must[*corev1.ServiceAccount](t)(c.client.CoreV1().ServiceAccounts("default").Get(deadline(t), "default", v1.GetOptions{}))
	if _, err := c.dynamic.Resource(applications).List(deadline(t), v1.ListOptions{}); err != nil {
		t.Errorf("the kind Application: %v", err)
	}
	begun := time.Now()
	if again := h.up(); !again.AlreadyRunning || again.PID != c.PID {
		t.Errorf("second up: %+v", again)
	}
	t.Logf("up in %.1f s, again in %d ms, %d MB", c.StartSeconds, time.Since(begun).Milliseconds(), c.MemoryBytes>>20)
	h.run("down")
	if left := trace(t).since(before); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestTwoClustersRunSideBySide(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	path := archive(t)
	var clusters []*cluster
	for _, name := range []string{"one", "two"} {
		c := h.up("--name", name, "--ephemeral")
		h.run("load", path, "--name", name)
		clusters = append(clusters, c)
	}
	if clusters[0].NodeIP == clusters[1].NodeIP {
		t.Fatalf("both have the address %s", clusters[0].NodeIP)
	}
	for _, c := range clusters {
		c.start(t, "default", pod("reader", "lookup", "kubernetes.default.svc.cluster.local"))
	}
	for _, c := range clusters {
		if p := c.ended(t, "default", "reader"); p.Status.Phase != corev1.PodSucceeded {
			t.Errorf("Pod in %s has %s", c.Name, p.Status.Phase)
		}
	}
	h.run("down", "--name", "one")
	if _, err := clusters[1].client.CoreV1().Nodes().Get(deadline(t), clusters[1].Node, v1.GetOptions{}); err != nil {
		t.Errorf("the other cluster after one went down: %v", err)
	}
	h.run("down", "--all")
	if left := trace(t).since(before); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAKeptClusterGoesOnWhereItStopped(t *testing.T) {
	h := newHome(t)
	c := h.up()
	h.run("load", archive(t))
	p := server("web")
	p.Spec.RestartPolicy = corev1.RestartPolicyAlways
	one := int32(1)
	must[*appsv1.Deployment](t)(c.client.AppsV1().Deployments("default").Create(deadline(t), &appsv1.Deployment{
		ObjectMeta: v1.ObjectMeta{Name: "web"},
		Spec: appsv1.DeploymentSpec{Replicas: &one, Selector: &v1.LabelSelector{MatchLabels: p.Labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: v1.ObjectMeta{Labels: p.Labels}, Spec: p.Spec}},
	}, v1.CreateOptions{}))
	available := func(d *appsv1.Deployment) bool { return d.Status.AvailableReplicas == 1 }
	await(t, c.client.AppsV1().RESTClient(), "deployments", "default", "web", available)
	kubeconfig := must[[]byte](t)(os.ReadFile(c.Kubeconfig))
	h.run("down")
	if out := h.run("status", "--output", "json"); !strings.Contains(out, `"running": false`) {
		t.Errorf("status after down: %s", out)
	}
	c = h.up()
	if string(kubeconfig) != string(must[[]byte](t)(os.ReadFile(c.Kubeconfig))) {
		t.Error("the kubeconfig is another one")
	}
	c.started(t, "default", server("new")) // its image is still there
	pods := must[*corev1.PodList](t)(c.client.CoreV1().Pods("default").List(deadline(t), v1.ListOptions{LabelSelector: "app=web"}))
	if len(pods.Items) != 1 {
		t.Fatalf("%d Pods of the Deployment", len(pods.Items))
	}
	await(t, c.client.CoreV1().RESTClient(), "pods", "default", pods.Items[0].Name, func(p *corev1.Pod) bool {
		return len(p.Status.ContainerStatuses) == 1 && p.Status.ContainerStatuses[0].Ready && p.Status.ContainerStatuses[0].RestartCount > 0
	})
	h.run("down", "--purge")
}

func TestDownClearsUpAfterTheSupervisorWasKilled(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	c := h.up("--ephemeral")
	h.run("load", archive(t))
	c.started(t, "default", server("web"))
	if err := syscall.Kill(c.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	h.run("down")
	if left := trace(t).since(before); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestUpAndDownWorkAfterTheStarterWasKilled(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	for _, after := range []time.Duration{60 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, time.Second} {
		starter := exec.Command(binary(t), "up", "--ephemeral")
		if err := starter.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(after, func() { _ = starter.Process.Kill() })
		_ = starter.Wait()
		timer.Stop()
		h.run("down")
		if left := trace(t).since(before); len(left) > 0 {
			t.Errorf("left behind when killed after %s: %q", after, left)
		}
	}
	starter := exec.Command(binary(t), "up", "--ephemeral")
	if err := starter.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(time.Second, func() { _ = starter.Process.Kill() })
	_ = starter.Wait()
	if c := h.up("--ephemeral"); !c.Running {
		t.Errorf("up after the starter was killed: %+v", c)
	}
}

func TestConcurrentUpsShareOneCluster(t *testing.T) {
	h := newHome(t)
	type outcome struct {
		out string
		err error
	}
	outcomes := make(chan outcome)
	for range 3 {
		go func() {
			out, err := h.try("up", "--ephemeral", "--output", "json")
			outcomes <- outcome{out, err}
		}()
	}
	started := 0
	for range 3 {
		o := <-outcomes
		if o.err != nil {
			t.Fatalf("%v: %s", o.err, o.out)
		}
		var c cluster
		h.decode(o.out, &c)
		if !c.AlreadyRunning {
			started++
		}
	}
	if started != 1 {
		t.Errorf("%d of 3 say that they started it", started)
	}
}

func TestUpReturnsThoughItsOutputIsAPipe(t *testing.T) {
	h := newHome(t)
	out, err := exec.Command("/bin/sh", "-c", binary(t)+" up --ephemeral 2>&1 | cat").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "is up in") {
		t.Errorf("%v: %s", err, out)
	}
	h.run("down")
}

func TestAClusterStartsAndStopsManyTimes(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	cycles := 3
	if n, err := strconv.Atoi(os.Getenv("CHANDLER_CLUSTER_CYCLES")); err == nil {
		cycles = n
	}
	for i := range cycles {
		c := h.up("--ephemeral")
		h.run("down")
		if left := trace(t).since(before); len(left) > 0 {
			t.Fatalf("cycle %d left behind: %q", i+1, left)
		}
		t.Logf("cycle %d: %.2f s", i+1, c.StartSeconds)
	}
}

func TestAClusterThatCannotStartSaysWhichComponentAndWhy(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	c := h.up()
	h.run("down")
	wal := must[[]string](t)(filepath.Glob(filepath.Join(c.StateDir, "data/etcd/member/wal/*.wal")))
	if err := os.WriteFile(wal[0], bytes.Repeat([]byte("spoiled "), 1024), 0o600); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	out, err := h.try("up")
	if err == nil || !strings.Contains(out, "etcd ended with status ") || strings.Contains(out, "goroutine") || !strings.Contains(out, "down --purge") {
		t.Errorf("%v: %s", err, out)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %s to say so", took)
	}
	h.run("down", "--purge")
	if left := trace(t).since(before); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestUpGivesUpAfterItsTimeoutAndSaysWhatItWaitedFor(t *testing.T) {
	h := newHome(t)
	before := trace(t)
	out, err := h.try("up", "--timeout", "700ms")
	if err == nil || !strings.Contains(out, "not ready within 700ms") || !strings.Contains(out, "waiting for") {
		t.Errorf("%v: %s", err, out)
	}
	for _, left := range [][]string{trace(t).processes, interfaces(t, os.Getenv("CHANDLER_CLUSTER_HOME")), cgroups(t, os.Getenv("CHANDLER_CLUSTER_HOME"))} {
		if len(left) > 0 {
			t.Errorf("still there: %q", left)
		}
	}
	h.run("down", "--purge")
	if left := trace(t).since(before); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAComponentThatDiesIsStartedAgain(t *testing.T) {
	h := newHome(t)
	c := h.up("--ephemeral")
	var killed bool
	for _, process := range trace(t).processes {
		path, command, _ := strings.Cut(process, " ")
		if strings.HasPrefix(command, "chandler-cluster kube-scheduler ") {
			pid := must[int](t)(strconv.Atoi(filepath.Base(path)))
			killed = syscall.Kill(pid, syscall.SIGKILL) == nil
		}
	}
	if !killed {
		t.Fatal("found no scheduler to kill")
	}
	h.run("load", archive(t))
	c.succeeds(t, "default", pod("after", "exit", "0"))
	if out := h.run("status"); !strings.Contains(out, "started again 1 times") {
		t.Errorf("status: %s", out)
	}
	if out := h.run("logs", "supervisor"); !strings.Contains(out, "component=kube-scheduler") {
		t.Errorf("log: %s", out)
	}
}

func TestThisMachinePassesTheChecksOfPreflight(t *testing.T) {
	h := newHome(t)
	var checks []struct {
		Name string
		OK   bool
	}
	h.decode(h.run("preflight", "--output", "json"), &checks)
	if len(checks) < 10 {
		t.Errorf("only %d checks", len(checks))
	}
}

func TestWrongUseIsToldWithStatusTwo(t *testing.T) {
	h := newHome(t)
	for _, arguments := range [][]string{
		{"up", "--name", "No Name"}, {"status", "--output", "yaml"}, {"load"}, {"up", "--nonsense"}, {"nonsense"}, {"down", "--all", "--name", "x"},
	} {
		out, err := h.try(arguments...)
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 2 || !strings.HasPrefix(out, "error:") {
			t.Errorf("%q: %v\n%s", arguments, err, out)
		}
	}
}
