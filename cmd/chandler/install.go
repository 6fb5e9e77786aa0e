package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier"
)

// installFlags are the flags of chandler install.
type installFlags struct {
	target                *targetFlags
	parameters, output    *string
	name, imagePrefix     string
	logs                  string
	timeout, readyTimeout time.Duration
	createNamespace       bool
}

func newInstall(s streams) *cobra.Command {
	var f installFlags
	cmd := &cobra.Command{
		Use:     "install PKG|IMAGE",
		GroupID: "app",
		Short:   "Install an app, or bring it to new parameters",
		Long: `Install an app on a cluster by its deployer, as a marketplace does; run again, it brings the app to what package
and parameters say then. Generated passwords stay.

The cluster is the one that kubectl would use; where there is no kubeconfig, the embedded one.`,
		Example: `  chandler install examples/redis --name cache --namespace shop --create-namespace
  chandler install examples/nginx --name web --parameters '{"replicas": 2}' --embedded default`,
		Args: exactlyOne("PKG|IMAGE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.parameters, f.output = addParametersFlag(cmd), addOutputFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.name, "name", "", "name of the app (default: the package's)")
	flags.BoolVar(&f.createNamespace, "create-namespace", false, "create the namespace if it is not there")
	flags.StringVar(&f.imagePrefix, "image-prefix", "", "where the package's images are (default chandler.local/FOLDER)")
	flags.DurationVar(&f.timeout, "wait-timeout", 10*time.Minute, "how long the deployer may take as a whole")
	flags.DurationVar(&f.readyTimeout, "ready-timeout", 0, "how long the app may take to become ready (default: the deployer's, 5m)")
	flags.StringVar(&f.logs, "logs", "", "folder for this run's logs (default .chandler/runs/TIME)")
	return cmd
}

func (f *installFlags) run(ctx context.Context, arg string, s streams) error {
	reporter, err := newReporter(*f.output, s)
	if err != nil {
		return err
	}
	parameters, err := readParameters(*f.parameters)
	if err != nil {
		return err
	}
	pkg, err := openPackage(ctx, arg, f.imagePrefix)
	if err != nil {
		return err
	}
	if f.name == "" {
		f.name = schema.DNS1123Name(pkg.name)
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	scratch, remove, err := scratchFolder()
	if err != nil {
		return err
	}
	defer remove()
	result, err := verifier.Install(ctx, verifier.InstallOptions{
		Source: pkg.source(t, scratch), Target: t.forVerifier(), Name: f.name, Namespace: t.Namespace,
		CreateNamespace: f.createNamespace, Parameters: parameters, WaitTimeout: f.timeout, ReadyTimeout: f.readyTimeout,
		Logs: logFolder(f.logs), Reporter: reporter,
	})
	return conclude(result, err)
}
