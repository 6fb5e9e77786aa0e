package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/verifier"
)

// waitFlags are the flags of chandler wait.
type waitFlags struct {
	target  *targetFlags
	output  *string
	timeout time.Duration
	hold    *durationFlag
}

func newWait(s streams) *cobra.Command {
	var f waitFlags
	cmd := &cobra.Command{
		Use:     "wait NAME",
		GroupID: "stage",
		Short:   "Wait until an app is ready, or will never be",
		Long: `Wait until everything that an app's Application owns is ready, by the rules that its deployer waits by. What will not
get ready (a crash, an image that is not there, a claim without volume) is told as soon as it is certain.

The exit status is 0 if the app is ready, 1 if it is not.`,
		Example: `  chandler wait cache --namespace shop --timeout 2m`,
		Args:    exactlyOne("NAME"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.output = addOutputFlag(cmd)
	cmd.Flags().DurationVar(&f.timeout, "timeout", ready.DefaultTimeout, "how long the app may take")
	cmd.ValidArgsFunction = f.target.completeApplication
	return cmd
}

func (f *waitFlags) run(ctx context.Context, name string, s streams) error {
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	return conclude(verifier.Wait(ctx, verifier.WaitOptions{
		Target: t.forVerifier(), Name: name, Namespace: t.Namespace, Timeout: f.timeout, Reporter: reporter,
	}))
}
