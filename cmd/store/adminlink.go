package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/marketplace"
)

func newAdminLink() *cobra.Command {
	var f *storeFlags
	var user string
	cmd := &cobra.Command{
		Use:   "admin-link",
		Short: "Print a link by which an administrator gets in, once",
		Long: `Print a link by which an administrator gets in, once, within a day: for the first one, or one whose password is lost.
The server may run or not. An account that is not there is made.`,
		Example: `  chandler-store admin-link
  chandler-store admin-link --user ada --public https://store.example`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := f.config()
			if err != nil {
				return err
			}
			link, err := marketplace.AdminLink(cmd.Context(), c, user)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link)
			return err
		},
	}
	f = addStoreFlags(cmd)
	cmd.Flags().StringVar(&user, "user", marketplace.Admin, "the administrator's account")
	return cmd
}
