package main

import (
	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
)

// workerCommand is the verb by which the server runs itself to look at what strangers have uploaded.
const workerCommand = "worker"

func newWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Short:  "Look at an upload, in a process of its own with little rights; the server runs this itself",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return artifacts.RunWorker(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
