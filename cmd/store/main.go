// Command chandler-store is the marketplace's server.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := &cobra.Command{Use: "chandler-store", Short: "A self-hosted marketplace for Kubernetes apps", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(newOpenAPI())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
}
