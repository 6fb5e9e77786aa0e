//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chandler-dev/chandler/cluster/lifecycle"
	"github.com/chandler-dev/chandler/cluster/state"
	"github.com/spf13/cobra"
)

func downCommand(c *common) *cobra.Command {
	var all, purge bool
	cmd := &cobra.Command{
		Use:   "down",
		Short: "Stop a cluster",
		Long: `Stop a cluster: all its processes, mounts, interfaces and cgroups go. What it keeps for the next start goes too if it
is ephemeral, or with --purge. It also clears up after a cluster whose processes were killed.`,
		Example: `  chandler cluster down
  chandler cluster down --name test --purge
  chandler cluster down --all`,
		Args: arguments(cobra.NoArgs),
	}
	cmd.Flags().BoolVar(&all, "all", false, "stop all clusters")
	cmd.Flags().BoolVar(&purge, "purge", false, "also remove the kept state: objects, images and volumes")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if all && cmd.Flags().Changed("name") {
			return usageError{errors.New("--all and --name exclude each other")}
		}
		stopped, err := down(cmd.Context(), c, all, purge)
		return errors.Join(err, c.print(cmd.OutOrStdout(), stopped, func(w io.Writer) { describeDown(w, stopped, c, all) }))
	}
	return cmd
}

func down(ctx context.Context, c *common, all, purge bool) ([]lifecycle.Stopped, error) {
	home, err := state.Home()
	if err != nil {
		return nil, err
	}
	names := []string{c.name}
	if all {
		if names, err = state.Names(home); err != nil {
			return nil, err
		}
	}
	stopped := []lifecycle.Stopped{}
	var failed error
	for _, name := range names {
		s, err := lifecycle.Down(ctx, home, name, purge)
		switch {
		case errors.Is(err, lifecycle.ErrNotFound): // as wanted
		case err != nil:
			failed = errors.Join(failed, fmt.Errorf("stop cluster %s: %w", name, err))
		default:
			stopped = append(stopped, s)
		}
	}
	return stopped, failed
}

func describeDown(w io.Writer, stopped []lifecycle.Stopped, c *common, all bool) {
	if len(stopped) == 0 {
		if all {
			fmt.Fprintln(w, "there are no clusters")
		} else {
			fmt.Fprintf(w, "there is no cluster %s\n", c.name)
		}
	}
	for _, s := range stopped {
		word := map[bool]string{true: "is down", false: "was down already"}[s.Stopped]
		if s.Purged {
			fmt.Fprintf(w, "cluster %s %s, nothing is left of it\n", s.Name, word)
		} else {
			fmt.Fprintf(w, "cluster %s %s, its state is kept in %s\n", s.Name, word, s.StateDir)
		}
	}
}
