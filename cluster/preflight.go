//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/chandler-dev/chandler/cluster/preflight"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
)

func preflightCommand(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "preflight",
		Short: "Check whether this machine can run a cluster, and say what to do if not",
		Example: `  chandler cluster preflight
  chandler cluster preflight --output json`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			self, err := os.Executable()
			if err != nil {
				return fmt.Errorf("find this program: %w", err)
			}
			home, err := state.Home()
			if err != nil {
				return err
			}
			checks := preflight.All(cmd.Context(), filepath.Dir(self), home)
			if err := c.print(cmd.OutOrStdout(), checks, func(w io.Writer) { describeChecks(w, checks) }); err != nil {
				return err
			}
			if preflight.Error(checks) != nil {
				return errors.New("this machine cannot run a cluster as it is")
			}
			return nil
		},
	}
}

func describeChecks(w io.Writer, checks []preflight.Check) {
	for _, c := range checks {
		mark := map[bool]string{true: "✓", false: "✗"}[c.OK]
		fmt.Fprintf(w, "%s %-12s %s\n", mark, c.Name, c.Message)
		if !c.OK {
			fmt.Fprintf(w, "               %s\n", c.Fix)
		}
	}
}
