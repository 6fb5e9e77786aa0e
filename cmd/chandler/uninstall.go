package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// uninstallFlags are the flags of chandler uninstall.
type uninstallFlags struct {
	target  *targetFlags
	output  *string
	logs    string
	timeout time.Duration
	noHooks bool
}

func newUninstall(s streams) *cobra.Command {
	var f uninstallFlags
	cmd := &cobra.Command{
		Use:     "uninstall NAME",
		GroupID: "app",
		Short:   "Remove an app",
		Long: `Remove an app: its Application, everything that it owns, and what was provisioned for it. The hooks that its chart has
for that run, before or after. Volumes with its data stay, and are named.`,
		Example: `  chandler uninstall cache --namespace shop
  chandler uninstall cache --namespace shop --no-hooks`,
		Args: exactlyOne("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.output = addOutputFlag(cmd)
	cmd.Flags().DurationVar(&f.timeout, "timeout", 2*time.Minute, "how long the removal may take")
	cmd.Flags().BoolVar(&f.noHooks, "no-hooks", false, "do not run the pre-delete and post-delete hooks of the app's chart")
	cmd.Flags().StringVar(&f.logs, "logs", "", "folder for this run's logs (default .chandler/runs/TIME)")
	cmd.ValidArgsFunction = f.target.completeApplication
	return cmd
}

func (f *uninstallFlags) run(ctx context.Context, name string, s streams) error {
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	return conclude(verifier.Uninstall(ctx, verifier.UninstallOptions{
		Target: t.forVerifier(), Name: name, Namespace: t.Namespace, RemoveTimeout: f.timeout, Logs: logFolder(f.logs), Reporter: reporter,
		NoHooks: f.noHooks,
	}))
}
