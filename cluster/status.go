//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/chandler-dev/chandler/cluster/lifecycle"
	"github.com/spf13/cobra"
)

func statusCommand(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Tell whether a cluster runs, and what it consists of",
		Example: `  chandler cluster status
  chandler cluster status --name test --output json`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := c.dir()
			if err != nil {
				return err
			}
			cluster, err := lifecycle.Status(cmd.Context(), d)
			if errors.Is(err, lifecycle.ErrNotFound) {
				cluster = lifecycle.Cluster{Name: c.name, StateDir: string(d), Kubeconfig: d.Kubeconfig()}
			} else if err != nil {
				return err
			}
			return c.print(cmd.OutOrStdout(), cluster, func(w io.Writer) { describeStatus(w, cluster) })
		},
	}
}

func describeStatus(out io.Writer, c lifecycle.Cluster) {
	if !c.Running {
		fmt.Fprintf(out, "cluster %s is not running: start it with `chandler cluster up --name %s`\n", c.Name, c.Name)
		return
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	build := map[bool]string{true: "of another build than this program: `down` and `up` renew it", false: "of this build"}[c.Outdated]
	kept := map[bool]string{true: "thrown away when it goes down", false: "kept in " + c.StateDir}[c.Ephemeral]
	fmt.Fprintf(w, "cluster\t%s, running since %s\n", c.Name, c.StartedAt.Local().Format("2006-01-02 15:04:05"))
	fmt.Fprintf(w, "kubernetes\t%s at %s\n", c.Kubernetes, c.Server)
	fmt.Fprintf(w, "program\t%s\n", build)
	fmt.Fprintf(w, "kubeconfig\t%s\n", c.Kubeconfig)
	fmt.Fprintf(w, "state\t%s\n", kept)
	fmt.Fprintf(w, "started in\t%.1f s\n", c.StartSeconds)
	fmt.Fprintf(w, "memory\t%d MB\n", c.MemoryBytes>>20)
	for _, p := range c.Components {
		word := map[bool]string{true: fmt.Sprintf("%d MB", p.MemoryBytes>>20), false: "not running"}[p.Running]
		if p.Restarts > 0 {
			word += fmt.Sprintf(", started again %d times", p.Restarts)
		}
		fmt.Fprintf(w, "  %s\t%s\n", p.Name, word)
	}
	_ = w.Flush() // what cannot be written to a closed terminal is not missed
}
