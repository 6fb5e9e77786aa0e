//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/cluster/lifecycle"
	"github.com/chandler-dev/chandler/cluster/node"
	"github.com/chandler-dev/chandler/cluster/preflight"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
	"k8s.io/component-base/version"
)

func upCommand(c *common) *cobra.Command {
	var ephemeral bool
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Start a cluster, and wait until it is ready for use",
		Long: `Start a cluster, and wait until it is ready for use. One that runs already is left as it is.

Its state (objects, images, volumes) is kept when it goes down, and found again at the next start, unless it is
ephemeral. Several clusters run side by side under names of their own.`,
		Example: `  chandler cluster up
  chandler cluster up --name test --ephemeral
  export KUBECONFIG=$(chandler cluster kubeconfig --path)`,
		Args: arguments(cobra.NoArgs),
	}
	cmd.Flags().BoolVar(&ephemeral, "ephemeral", false, "throw the state away when the cluster goes down")
	cmd.Flags().DurationVar(&timeout, "timeout", time.Minute, "give up after this time")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx, cancel := context.WithTimeoutCause(cmd.Context(), timeout, fmt.Errorf("it was not ready within %s (--timeout)", timeout))
		defer cancel()
		cluster, err := up(ctx, c, ephemeral)
		if err != nil {
			return err
		}
		return c.print(cmd.OutOrStdout(), cluster, func(w io.Writer) { describeUp(w, cluster) })
	}
	return cmd
}

func up(ctx context.Context, c *common, ephemeral bool) (lifecycle.Cluster, error) {
	host, err := tools()
	if err != nil {
		return lifecycle.Cluster{}, err
	}
	home, err := state.Home()
	if err != nil {
		return lifecycle.Cluster{}, err
	}
	seen, done := showProgress(c.name)
	defer done()
	return lifecycle.Up(ctx, lifecycle.UpOptions{
		Home: home, Name: c.name, Ephemeral: ephemeral, Kubernetes: version.Get().GitVersion, Host: host, Seen: seen,
	})
}

// tools finds the programs a cluster needs besides this one, and checks what can be checked at once.
func tools() (node.Host, error) {
	self, err := os.Executable()
	if err != nil {
		return node.Host{}, fmt.Errorf("find this program: %w", err)
	}
	self, err = filepath.EvalSymlinks(self)
	if err != nil {
		return node.Host{}, fmt.Errorf("find this program: %w", err)
	}
	programs := filepath.Dir(self)
	if err := preflight.Error(preflight.Quick(programs)); err != nil {
		return node.Host{}, err
	}
	runtime, err := preflight.Find("runc")
	return node.Host{Programs: programs, Runtime: runtime}, err
}

func describeUp(w io.Writer, c lifecycle.Cluster) {
	if c.AlreadyRunning {
		fmt.Fprintf(w, "cluster %s is running already: Kubernetes %s\n", c.Name, c.Kubernetes)
	} else {
		fmt.Fprintf(w, "cluster %s is up in %.1f s: Kubernetes %s, 1 node\n", c.Name, c.StartSeconds, c.Kubernetes)
	}
	if c.Outdated {
		fmt.Fprintf(w, "it is of another build of this program: `chandler cluster down --name %s` and `up` renew it\n", c.Name)
	}
	fmt.Fprintf(w, "use it with  export KUBECONFIG=%s\n", c.Kubeconfig)
}
