package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// installFlags are the flags of chandler install.
type installFlags struct {
	*runFlags
	name              string
	createNamespace   bool
	ignoreConstraints bool
	recreate          *bool
}

func newInstall(s streams) *cobra.Command {
	var f installFlags
	cmd := &cobra.Command{
		Use:     "install PKG|IMAGE",
		GroupID: "app",
		Short:   "Install an app, or bring it to new parameters",
		Long: `Install an app on a cluster by its deployer, as a marketplace does; run again, it brings the app to what package
and parameters say then. Generated passwords stay. A cluster that does not meet the package's clusterConstraints is
refused before anything is made.

The cluster is the one that kubectl would use; where there is no kubeconfig, the embedded one.`,
		Example: `  chandler install examples/redis --name cache --namespace shop --create-namespace
  chandler install examples/nginx --name web --parameters '{"replicas": 2}' --embedded default
  chandler install examples/redis --name cache --namespace shop --hold 30s`,
		Args: exactlyOne("PKG|IMAGE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.runFlags = addRunFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	cmd.Flags().StringVar(&f.name, "name", "", "name of the app (default: the package's)")
	cmd.Flags().BoolVar(&f.createNamespace, "create-namespace", false, "create the namespace if it is not there")
	cmd.Flags().BoolVar(&f.ignoreConstraints, "ignore-constraints", false, "install even if the cluster does not meet the package's clusterConstraints")
	f.recreate = addRecreateFlag(cmd)
	return cmd
}

func (f *installFlags) run(ctx context.Context, arg string, s streams) error {
	in, closeInput, err := f.open(ctx, arg, s, f.target.openLikeKubectl)
	if err != nil {
		return err
	}
	defer closeInput()
	if f.name == "" {
		f.name = in.pkg.appName()
	}
	return conclude(verifier.Install(ctx, verifier.InstallOptions{
		Source: in.pkg.source(in.target, in.scratch), Target: in.target.forVerifier(), Name: f.name, Namespace: in.target.Namespace,
		CreateNamespace: f.createNamespace, IgnoreConstraints: f.ignoreConstraints, Recreate: *f.recreate,
		Parameters: in.parameters, Places: in.places, WaitTimeout: f.timeout, ReadyTimeout: f.readyTimeout, Hold: f.hold.value(),
		Logs: logFolder(f.logs), Reporter: in.reporter,
	}))
}
