package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/verifier"
)

// uninstallFlags are the flags of chandler uninstall.
type uninstallFlags struct {
	target  *targetFlags
	output  *string
	logs    string
	timeout time.Duration
}

func newUninstall(s streams) *cobra.Command {
	var f uninstallFlags
	cmd := &cobra.Command{
		Use:     "uninstall NAME",
		GroupID: "app",
		Short:   "Remove an app",
		Long: `Remove an app: its Application, everything that it owns, and what was provisioned for it. Volumes with its data
stay, and are named.`,
		Example: `  chandler uninstall cache --namespace shop`,
		Args:    exactlyOne("NAME"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.output = addOutputFlag(cmd)
	cmd.Flags().DurationVar(&f.timeout, "timeout", 2*time.Minute, "how long the removal may take")
	cmd.Flags().StringVar(&f.logs, "logs", "", "folder for this run's logs (default .chandler/runs/TIME)")
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return f.applications(cmd.Context()), cobra.ShellCompDirectiveNoFileComp
	}
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
	}))
}

// applications are the names to complete; none where the cluster does not tell.
func (f *uninstallFlags) applications(ctx context.Context) []string {
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return nil
	}
	list, err := t.Client.Metadata.Resource(schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}).
		Namespace(t.Namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	names := make([]string, len(list.Items))
	for i, o := range list.Items {
		names[i] = o.Name
	}
	return names
}
