package main

import (
	"github.com/spf13/cobra"
)

func newSchema(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "schema",
		GroupID: "package",
		Short:   "Check a schema.yaml, and see what it makes of parameters",
		Long: `Check a schema.yaml, and see what it makes of parameters: its problems, the install form it draws, the values it
resolves to, and the manual of its keys. No cluster is looked at.`,
		Example: `  chandler schema form examples/nginx/schema.yaml
  chandler schema explain TLS_CERTIFICATE`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSchemaForm(s), newSchemaExplain(s))
	return cmd
}
