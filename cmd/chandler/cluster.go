package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/internal/embedded"
)

// newCluster hands its words to the program of the embedded cluster, which is built apart: it holds all of
// Kubernetes, and nothing here should have to link it.
func newCluster() *cobra.Command {
	return &cobra.Command{
		Use:     "cluster",
		GroupID: "machine",
		Short:   "Start, stop and look at embedded Kubernetes clusters",
		Long: `Start, stop and look at embedded Kubernetes clusters: up, down, status, list, load, kubeconfig, logs.
Each of these verbs has its own --help.`,
		Example: `  chandler cluster up
  chandler cluster load nginx.tar
  chandler cluster down --all`,
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			program, err := embedded.Find()
			if err != nil {
				if len(args) == 0 || args[0] == "--help" || args[0] == "-h" {
					return cmd.Help()
				}
				return err
			}
			return replaceProcess(program, args)
		},
		ValidArgsFunction: completeCluster,
	}
}

// completeCluster asks the embedded cluster's program, which knows its own verbs and flags.
func completeCluster(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	program, err := embedded.Find()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	out, err := outputOf(cmd.Context(), program, append(append([]string{cobra.ShellCompRequestCmd}, args...), toComplete)...)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var words []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, ":") {
			words = append(words, line)
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// clusterEnvironment makes the embedded cluster's program speak of itself as users call it.
func clusterEnvironment() []string {
	return append(os.Environ(), "CHANDLER_CLUSTER_COMMAND=chandler cluster")
}
