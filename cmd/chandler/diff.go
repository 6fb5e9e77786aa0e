package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/verifier"
)

// diffFlags are the flags of chandler diff.
type diffFlags struct {
	target              *targetFlags
	parameters          *string
	imagePrefix, output string
	name                string
	recreate            *bool
}

func newDiff(s streams) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:     "diff PKG|IMAGE",
		GroupID: "app",
		Short:   "Show what an install would change, without changing it",
		Long: `Show what chandler install would change of an app's objects: the cluster tries everything and writes nothing. Fields
are named without their values, which may be secrets; what was generated for an earlier install stays.

The exit status is 0 if nothing would change, 1 if something would.`,
		Example: `  chandler diff examples/nginx --name web --namespace shop --parameters '{"replicas": 3}'`,
		Args:    exactlyOne("PKG|IMAGE"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.target = addTargetFlags(cmd, s)
	f.target.addNamespaceFlag(cmd)
	f.parameters = addParametersFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.imagePrefix, "image-prefix", "", "where the package's images are (default chandler.local/FOLDER)")
	flags.StringVar(&f.name, "name", "", "name of the app (default: the package's)")
	f.recreate = addRecreateFlag(cmd)
	addTextOrJSON(cmd, &f.output)
	return cmd
}

func (f *diffFlags) run(ctx context.Context, arg string, s streams) error {
	if err := textOrJSON(f.output); err != nil {
		return err
	}
	parameters, places, err := readParameters(*f.parameters, s.in)
	if err != nil {
		return err
	}
	pkg, err := openPackage(ctx, arg, f.imagePrefix)
	if err != nil {
		return err
	}
	t, err := f.target.openLikeKubectl(ctx)
	if err != nil {
		return err
	}
	if f.name == "" {
		f.name = pkg.appName()
	}
	changes, err := verifier.Diff(ctx, verifier.DiffOptions{
		Source: verifier.Source{Name: pkg.name, Flavour: pkg.flavour(), Files: pkg.files}, Target: t.forVerifier(), Name: f.name, Namespace: t.Namespace,
		DeployerImage: fmt.Sprintf("%s/deployer:%s", pkg.prefixOf(), pkg.version()), Parameters: parameters, Recreate: *f.recreate,
	})
	if err != nil {
		return locate(err, places)
	}
	if err := writeAs(f.output, changes, s); err != nil {
		return err
	}
	if changes.Any() {
		return errFailed
	}
	return nil
}
