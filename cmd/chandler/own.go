package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer"
)

// ownFlags are the flags of chandler own.
type ownFlags struct {
	manifests, name, namespace, uid, namespaceUID, part string
}

func newOwn(s streams) *cobra.Command {
	var f ownFlags
	cmd := &cobra.Command{
		Use:     "own -f DIR|FILE|- --name NAME --namespace NAMESPACE --app-uid UID",
		GroupID: "stage",
		Short:   "Make an Application own manifests",
		Long: `Make an Application own manifests: read them, give each the owner reference that a deployer would, and print them as a
YAML stream. The Application must be among them; it owns the kinds that it lists as components, except claims of
volumes. Cluster-scoped objects get the Namespace as owner if its uid is given, as in a verification, and none otherwise.
No cluster is looked at.`,
		Example: `  chandler own -f manifests/ --name web --namespace shop --app-uid 6bd1f1ca-5b6b-4f1c-8f5e-2f1f7c1c2a3e
  chandler render examples/nginx --name web | chandler own -f - --name web --namespace shop --app-uid 6bd1f1ca-5b6b-4f1c-8f5e-2f1f7c1c2a3e`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return f.run(s) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.manifests, "filename", "f", "", "folder or file with the manifests, - for the standard input")
	flags.StringVar(&f.name, "name", "", "name of the Application")
	flags.StringVarP(&f.namespace, "namespace", "n", "", "namespace of the Application")
	flags.StringVar(&f.uid, "app-uid", "", "uid of the Application")
	flags.StringVar(&f.namespaceUID, "namespace-uid", "", "uid of the Namespace, to make it own cluster-scoped objects")
	flags.StringVar(&f.part, "part", "all", "what is printed: app, testers or all")
	for _, name := range []string{"filename", "name", "namespace", "app-uid"} {
		_ = cmd.MarkFlagRequired(name)
	}
	return cmd
}

func (f *ownFlags) run(s streams) error {
	objects, err := readManifests(f.manifests, s.in)
	if err != nil {
		return err
	}
	owners := deployer.Owners{Application: deployer.ApplicationOwner(objects, f.name, types.UID(f.uid))}
	if f.namespaceUID != "" {
		owners.Namespace = deployer.NamespaceOwner(f.namespace, types.UID(f.namespaceUID))
	}
	scope := deployer.NewScope(objects, nil)
	if err := deployer.Own(objects, owners, scope); err != nil {
		return fmt.Errorf("%s: %w", shown(f.manifests), err)
	}
	switch f.part {
	case "all":
		return printYAML(s.out, objects)
	case "app", "testers":
		app, testers := deployer.Separate(objects, owners.Application, scope)
		if f.part == "app" {
			return printYAML(s.out, app)
		}
		return printYAML(s.out, testers)
	}
	return fmt.Errorf("--part %s: must be app, testers or all", f.part)
}
