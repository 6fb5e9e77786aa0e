//go:build linux

package main

import (
	"fmt"

	"github.com/chandler-dev/chandler/cluster/logs"
	"github.com/spf13/cobra"
)

func logsCommand(c *common) *cobra.Command {
	var follow bool
	var tail int
	cmd := &cobra.Command{
		Use:   "logs [COMPONENT]",
		Short: "Print the logs of a cluster's components",
		Long: `Print the log of one component, or of all with the component in front of each line: supervisor, etcd, kube-apiserver,
kube-controller-manager, kube-scheduler, kubelet, kube-proxy, containerd, coredns, and audit, the API server's audit log.`,
		Example: `  chandler cluster logs kubelet --tail 50
  chandler cluster logs --follow`,
		Args: arguments(cobra.MaximumNArgs(1)),
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on as lines are written, until Ctrl-C")
	cmd.Flags().IntVar(&tail, "tail", -1, "print the last lines only, this many of each (default all of one component, 5 of each of all)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		d, err := c.dir()
		if err != nil {
			return err
		}
		if !d.Exists() {
			return fmt.Errorf("there is no cluster %s: start it with `chandler cluster up --name %s`", c.name, c.name)
		}
		if len(args) == 0 && tail < 0 {
			tail = 5
		}
		return logs.Print(cmd.Context(), cmd.OutOrStdout(), d, logs.Options{Components: args, Follow: follow, Tail: tail})
	}
	return cmd
}
