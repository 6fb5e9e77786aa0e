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
		Example: `  chandler schema check examples/nginx
  chandler schema form examples/nginx/schema.yaml
  chandler schema values --schema examples/nginx/schema.yaml --parameters parameters.yaml
  chandler schema explain TLS_CERTIFICATE`,
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(newSchemaCheck(s), newSchemaForm(s), newSchemaValues(s), newSchemaExplain(s))
	return cmd
}
