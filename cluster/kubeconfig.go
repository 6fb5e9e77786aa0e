//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
)

func kubeconfigCommand(c *common) *cobra.Command {
	var path bool
	cmd := &cobra.Command{
		Use:   "kubeconfig",
		Short: "Print a cluster's kubeconfig, or where it is",
		Example: `  export KUBECONFIG=$(chandler cluster kubeconfig --path)
  chandler cluster kubeconfig --name test > test.kubeconfig`,
		Args: arguments(cobra.NoArgs),
	}
	cmd.Flags().BoolVar(&path, "path", false, "print the path of the file instead of its content")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		d, err := c.dir()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(d.Kubeconfig())
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no cluster %s: start it with `chandler cluster up --name %s`", c.name, c.name)
		}
		if err != nil {
			return err
		}
		if path {
			content = []byte(d.Kubeconfig() + "\n")
		}
		result := map[string]string{"path": d.Kubeconfig(), "kubeconfig": string(content)}
		if path {
			delete(result, "kubeconfig")
		}
		return c.print(cmd.OutOrStdout(), result, func(w io.Writer) { fmt.Fprintf(w, "%s", content) })
	}
	return cmd
}
