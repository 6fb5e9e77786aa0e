package main

import "github.com/spf13/cobra"

// addRecreateFlag adds the flag for what becomes of objects that change in a field that cannot be changed.
func addRecreateFlag(cmd *cobra.Command) *bool {
	return cmd.Flags().Bool("recreate", false, "delete and make anew what changes in a field that cannot be changed, such as a Deployment's selector; never what holds data")
}
