package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// statusFlags are the flags of chandler status.
type statusFlags struct {
	target *targetFlags
	output string
}

func newStatus(s streams) *cobra.Command {
	var f statusFlags
	cmd := &cobra.Command{
		Use:     "status NAME",
		GroupID: "app",
		Short:   "Show an app's objects, and what those that are not ready wait for",
		Long: `Show an app: its Application with all that it owns, each object with its readiness and, where it is not ready, the
reason; then what bears the app's name without being owned by it, which stays when the app is removed.

The exit status is 0 if everything is ready, 1 if something is not.`,
		Example: `  chandler status cache --namespace shop
  chandler status cache -n shop --output json`,
		Args: exactlyOne("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	addTextOrJSON(cmd, &f.output)
	cmd.ValidArgsFunction = f.target.completeApplication
	return cmd
}

func (f *statusFlags) run(ctx context.Context, name string, s streams) error {
	if err := textOrJSON(f.output); err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	status, err := verifier.Status(ctx, t.forVerifier(), t.Namespace, name)
	if err != nil {
		return err
	}
	if err := writeAs(f.output, status, s); err != nil {
		return err
	}
	if !status.Ready {
		return errFailed
	}
	return nil
}
