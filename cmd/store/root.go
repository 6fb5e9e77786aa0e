package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "chandler-store",
		Short: "A self-hosted marketplace for Kubernetes apps",
		Long: `A self-hosted marketplace for Kubernetes apps: they are uploaded, verified on a real cluster, reviewed, published,
installed, upgraded and withdrawn.`,
		Example: `  chandler-store demo
  chandler-store serve --address 0.0.0.0:8443 --tls-cert store.pem --tls-key store.key --public https://store.example
  chandler-store admin-link`,
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				return fmt.Errorf("unknown command %q; did you mean %q? (see chandler-store --help)", args[0], near[0])
			}
			return fmt.Errorf("unknown command %q (see chandler-store --help)", args[0])
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newServe(), newDemo(), newSeed(), newAdminLink(), newMigrate(), newOpenAPI(), newVersion(), newWorker())
	return root
}
