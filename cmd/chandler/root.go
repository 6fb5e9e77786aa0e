package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// streams are what a command reads from and writes to. Results go to out, progress and errors to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run executes the command line and returns the exit status.
func run(ctx context.Context, args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(args)
	return exitStatus(root.ExecuteContext(ctx), s.err)
}

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "chandler",
		Short: "Package Kubernetes apps, prove that they work, install them",
		Long: `Chandler packages Kubernetes apps, proves on a real cluster that they install, work and come off
without a trace, and installs them.

No cluster and no Docker is needed: a Kubernetes is embedded (see chandler cluster --help).`,
		Example: `  chandler verify examples/nginx
  chandler install examples/redis --name cache --namespace default
  chandler cluster status`,
		SilenceErrors:              true,
		SilenceUsage:               true,
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddGroup(&cobra.Group{ID: "package", Title: "Packages:"}, &cobra.Group{ID: "app", Title: "Apps on a cluster:"},
		&cobra.Group{ID: "stage", Title: "Single stages of a deployer:"}, &cobra.Group{ID: "machine", Title: "This machine:"})
	root.AddCommand(
		newInit(s), newVerify(s), newPackage(s), newSchema(s),
		newRender(s), newOwn(s), newProvision(s), newApply(s), newWait(s),
		newInstall(s), newDiff(s), newStatus(s), newUninstall(s),
		newCluster(), newDoctor(s), newVersion(s),
	)
	return root
}

// unknownCommand names the nearest command there is.
func unknownCommand(cmd *cobra.Command, word string) error {
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return fmt.Errorf("unknown command %q; did you mean %q? (see %s --help)", word, near[0], cmd.CommandPath())
	}
	return fmt.Errorf("unknown command %q (see %s --help)", word, cmd.CommandPath())
}
