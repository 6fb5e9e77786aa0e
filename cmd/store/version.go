package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// version is set when the program is built.
var version = "unknown"

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  chandler-store version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "chandler-store", version)
			return err
		},
	}
}
