// Package e2e proves on real clusters that the program named by CHANDLER_CLUSTER_BINARY does what it says. It imports
// nothing of Kubernetes but its client.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// patience is how long a test waits for what should take a second or two, on a machine that is busy.
const patience = 40 * time.Second

// binary returns the program to be tested, or skips the test.
func binary(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CHANDLER_CLUSTER_BINARY")
	if path == "" {
		t.Skip("CHANDLER_CLUSTER_BINARY does not name a chandler-cluster to test")
	}
	if os.Geteuid() != 0 {
		t.Skip("clusters need root")
	}
	return path
}

// home is a folder for the clusters of one test. Those still there at its end are removed.
type home struct{ t *testing.T }

func newHome(t *testing.T) *home {
	binary(t)
	h := &home{t: t}
	t.Setenv("CHANDLER_CLUSTER_HOME", t.TempDir())
	t.Cleanup(func() { _, _ = h.try("down", "--all", "--purge") })
	return h
}

// try runs the program and returns what it printed.
func (h *home) try(arguments ...string) (string, error) {
	command := exec.Command(binary(h.t), arguments...)
	var out, errors bytes.Buffer
	command.Stdout, command.Stderr = &out, &errors
	err := command.Run()
	return out.String() + errors.String(), err
}

// run runs the program, which must succeed.
func (h *home) run(arguments ...string) string {
	h.t.Helper()
	out, err := h.try(arguments...)
	if err != nil {
		logs, _ := h.try("logs", "kubelet", "--tail", "40")
		h.t.Fatalf("chandler cluster %s: %v\n%s\n%s", strings.Join(arguments, " "), err, out, logs)
	}
	return out
}

// cluster is a running cluster.
type cluster struct {
	Name           string
	Running        bool
	AlreadyRunning bool
	Kubeconfig     string
	Server         string
	Node           string
	NodeIP         string
	StateDir       string
	PID            int
	StartSeconds   float64
	MemoryBytes    int64

	config  *rest.Config
	client  *kubernetes.Clientset
	dynamic *dynamic.DynamicClient
}

// up starts a cluster and connects to it.
func (h *home) up(arguments ...string) *cluster {
	h.t.Helper()
	c := &cluster{}
	h.decode(h.run(append([]string{"up", "--output", "json"}, arguments...)...), c)
	var err error
	if c.config, err = clientcmd.BuildConfigFromFlags("", c.Kubeconfig); err != nil {
		h.t.Fatal(err)
	}
	c.config.QPS = -1
	c.client = kubernetes.NewForConfigOrDie(c.config)
	c.dynamic = dynamic.NewForConfigOrDie(c.config)
	return c
}

func (h *home) decode(text string, v any) {
	h.t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		h.t.Fatalf("%v in %s", err, text)
	}
}

func deadline(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// must returns v, or ends the test.
func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
