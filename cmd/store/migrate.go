package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace"
)

func newMigrate() *cobra.Command {
	var f *storeFlags
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database's tables up to date",
		Long: `Bring the database's tables up to date, and make them if there are none. The server does so itself when it starts; this
is for who wants it done before.`,
		Example: `  chandler-store migrate
  CHANDLER_DATABASE=postgres://store:secret@db/store chandler-store migrate`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := f.config()
			if err != nil {
				return err
			}
			if err := marketplace.Migrate(cmd.Context(), c); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "The database is up to date.")
			return err
		},
	}
	f = addStoreFlags(cmd)
	return cmd
}
