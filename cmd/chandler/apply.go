package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// applyFlags are the flags of chandler apply.
type applyFlags struct {
	target    *targetFlags
	output    *string
	manifests string
	prune     bool
	recreate  *bool
}

func newApply(s streams) *cobra.Command {
	var f applyFlags
	cmd := &cobra.Command{
		Use:     "apply -f DIR|FILE|-",
		GroupID: "stage",
		Short:   "Apply manifests as a deployer does",
		Long: `Apply manifests as a deployer does: try every object, show the plan, make the Application, which must be among them,
own the others, and apply them with server-side apply, in order (what others need comes first). Nothing is applied if
the server would refuse an object, or one belongs to another app. It does not wait until they are ready: see
chandler wait.

The exit status is 0 if everything was applied, 1 if not.`,
		Example: `  chandler render examples/nginx --name web -n shop | chandler apply -f - -n shop --prune
  chandler apply -f manifests -n shop --recreate`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.output = addOutputFlag(cmd)
	cmd.Flags().StringVarP(&f.manifests, "filename", "f", "", "folder or file with the manifests, - for the standard input")
	cmd.Flags().BoolVar(&f.prune, "prune", false, "remove what was applied for the Application before and is not among the manifests any more")
	f.recreate = addRecreateFlag(cmd)
	_ = cmd.MarkFlagRequired("filename")
	return cmd
}

func (f *applyFlags) run(ctx context.Context, s streams) error {
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	objects, err := readManifests(f.manifests, s.in)
	if err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	return conclude(verifier.Apply(ctx, verifier.ApplyOptions{
		Target: t.forVerifier(), Objects: objects, Namespace: t.Namespace, Prune: f.prune, Recreate: *f.recreate, Reporter: reporter,
	}))
}
