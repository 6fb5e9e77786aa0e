//go:build linux

package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/chandler-dev/chandler/cluster/lifecycle"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
)

func listCommand(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the clusters of this machine",
		Example: `  chandler cluster list
  chandler cluster list --output json`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			home, err := state.Home()
			if err != nil {
				return err
			}
			clusters, err := lifecycle.List(cmd.Context(), home)
			if err != nil {
				return err
			}
			return c.print(cmd.OutOrStdout(), clusters, func(w io.Writer) { describeList(w, clusters) })
		},
	}
}

func describeList(out io.Writer, clusters []lifecycle.Cluster) {
	if len(clusters) == 0 {
		fmt.Fprintln(out, "there are no clusters")
		return
	}
	w := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(w, "NAME\tSTATUS\tKUBERNETES\tSERVER\tMEMORY\tSTATE")
	for _, c := range clusters {
		status, memory := "stopped", "-"
		if c.Running {
			status, memory = "running", fmt.Sprintf("%d MB", c.MemoryBytes>>20)
		}
		kept := map[bool]string{true: "ephemeral", false: "kept"}[c.Ephemeral]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.Name, status, c.Kubernetes, c.Server, memory, kept)
	}
	_ = w.Flush() // what cannot be written to a closed terminal is not missed
}
