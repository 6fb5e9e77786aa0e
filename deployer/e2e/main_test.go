// Package e2e proves the deployer with real, published packages: each is applied to a real API server, waited for, tested
// and removed. Their Pods run on a simulated node, for their images are not here.
package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/chandler-dev/chandler/internal/embedded"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/internal/simnode"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "32"); err != nil { // the tests wait for controllers most of their time
		panic(err)
	}
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// nodes are as many as the most demanding package spreads its Pods over.
var nodes = []string{"simulated-1", "simulated-2", "simulated-3"}

// running is the cluster of the tests, and what is played there.
var running struct {
	cluster    embedded.Cluster
	simulation *simnode.Simulation
}

// start brings up a cluster of its own, as the packages have objects outside of namespaces, webhooks among them. Its real
// node and its storage are taken out, so that everything goes to the simulated ones.
var start = sync.OnceValues(func() (*kube.Client, error) {
	ctx := context.Background()
	program, err := embedded.Find()
	if err != nil {
		return nil, err
	}
	running.cluster = embedded.Cluster{Program: program, Name: fmt.Sprintf("simulated-%d", os.Getpid()), Ephemeral: true}
	up, err := running.cluster.Up(ctx)
	if err != nil {
		return nil, err
	}
	config, err := clientcmd.BuildConfigFromFlags("", up.Kubeconfig)
	if err != nil {
		return nil, err
	}
	config.WarningHandler = rest.NoWarnings{}
	c, err := kube.New(config)
	if err != nil {
		return nil, err
	}
	if err := c.Core.Nodes().Delete(ctx, up.Node, metav1.DeleteOptions{}); err != nil {
		return nil, fmt.Errorf("take out the node %s: %w", up.Node, err)
	}
	if err := c.Typed.StorageV1().StorageClasses().Delete(ctx, "standard", metav1.DeleteOptions{}); err != nil {
		return nil, fmt.Errorf("take out the StorageClass: %w", err)
	}
	running.simulation, err = simnode.Start(ctx, c.Typed, nodes...)
	return c, err
})

func stop() error {
	if running.simulation != nil {
		running.simulation.Stop()
	}
	if running.cluster.Name == "" {
		return nil
	}
	return running.cluster.Down(context.Background())
}

// simulated is the cluster with the simulated nodes.
func simulated(t *testing.T) *kube.Client {
	t.Helper()
	c, err := start()
	if errors.Is(err, embedded.ErrNotInstalled) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}
