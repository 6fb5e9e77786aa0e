package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/chandler-dev/chandler/deployer"
	"github.com/chandler-dev/chandler/deployer/render"
	"github.com/chandler-dev/chandler/verifier"
)

// renderFlags are the flags of chandler render.
type renderFlags struct {
	parameters                               *string
	mode, name, namespace, uid, prefix, part string
}

func newRender(s streams) *cobra.Command {
	var f renderFlags
	cmd := &cobra.Command{
		Use:     "render PKG|IMAGE",
		GroupID: "stage",
		Short:   "Print the manifests that a package's deployer would apply",
		Long: `Print the manifests that a package's deployer would apply, as a YAML stream: parameters expanded, rendered,
labelled and owned. No cluster is looked at. Hooks of a chart, which a deployer runs at their moments, are apart.
Parameters that a marketplace provisions (service accounts, storage classes, passwords) get values made for this run.`,
		Example: `  chandler render examples/nginx --parameters '{"replicas": 3}'
  chandler render examples/redis --mode verify --part testers
  chandler render examples/nginx --name web --parameters @- <web.yaml`,
		Args: exactlyOne("PKG|IMAGE"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), args[0], s) },
	}
	f.parameters = addParametersFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.mode, "mode", "install", "what the deployer is run for: install or verify")
	flags.StringVar(&f.part, "part", "all", "what is printed: app, testers, hooks, or all but hooks")
	flags.StringVar(&f.name, "name", "app", "name of the app")
	flags.StringVarP(&f.namespace, "namespace", "n", "default", "namespace of the app")
	flags.StringVar(&f.uid, "app-uid", "", "uid of the Application resource, for owner references; without it there are none")
	flags.StringVar(&f.prefix, "image-prefix", "", "where the package's images are (default chandler.local/FOLDER)")
	return cmd
}

func (f *renderFlags) run(ctx context.Context, arg string, s streams) error {
	render.Ahead(filepath.Join(arg, "chart"))
	parameters, places, err := readParameters(*f.parameters, s.in)
	if err != nil {
		return err
	}
	if f.mode != string(deployer.Install) && f.mode != string(deployer.Verify) {
		return fmt.Errorf("--mode %s: must be install or verify", f.mode)
	}
	pkg, err := openPackage(ctx, arg, f.prefix)
	if err != nil {
		return err
	}
	rendered, err := verifier.Preview(ctx, verifier.PreviewOptions{
		Files: pkg.files, Mode: deployer.Mode(f.mode), Name: f.name, Namespace: f.namespace,
		ApplicationUID: f.uid, DeployerImage: fmt.Sprintf("%s/deployer:%s", pkg.prefixOf(), pkg.version()), Parameters: parameters,
	})
	if err != nil {
		return withSchemaLines(locate(err, places), pkg.files, s.err)
	}
	switch f.part {
	case "app":
		return printYAML(s.out, slices.Concat(rendered.Definitions, rendered.App))
	case "hooks":
		return printYAML(s.out, rendered.Hooks)
	case "testers":
		return printYAML(s.out, rendered.Testers)
	case "all":
		if n := len(rendered.Hooks); n > 0 {
			_, _ = fmt.Fprintf(s.err, "hooks are not among these (%d of them): see --part hooks\n", n)
		}
		return printYAML(s.out, slices.Concat(rendered.Definitions, rendered.App, rendered.Testers))
	}
	return fmt.Errorf("--part %s: must be app, testers, hooks or all", f.part)
}

// printYAML writes objects as a stream of YAML documents.
func printYAML(w io.Writer, objects []*unstructured.Unstructured) error {
	for _, o := range objects {
		text, err := yaml.Marshal(o.Object)
		if err != nil {
			return fmt.Errorf("write %s/%s: %w", o.GetKind(), o.GetName(), err)
		}
		if _, err := fmt.Fprintf(w, "---\n%s", text); err != nil {
			return err
		}
	}
	return nil
}
