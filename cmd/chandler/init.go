package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/scaffold"
	"github.com/chandler-dev/chandler/schema"
)

// initFlags are the flags of chandler init; a dialogue fills in what they do not say.
type initFlags struct {
	dir, kind, chart string
	images           []string
	port             int
	yes              bool
	scaffold.Options
}

func newInit(s streams) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:     "init [DIR]",
		GroupID: "package",
		Short:   "Begin a package: a new one, or one around an existing chart",
		Long: `Begin a package folder: a new one of plain manifests (envsubst) or with a Helm chart, or one around a chart that
exists, whose values and images it reads. It lints clean; the notes say what a human should look at.

On a terminal it asks for what the flags do not say, line by line; --yes asks nothing. An image is a reference, which
you mirror later, or an archive, which is put into the package's images/ so that it can be verified at once. DIR must
be new or empty; nothing is ever overwritten.`,
		Example: `  chandler init
  chandler init hello --kind envsubst --image app=hello.tar --image tester=tests.tar
  chandler init redis --chart ./redis-18.1.0.tgz --partner-id acme --solution-id redis`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				f.dir = args[0]
			}
			return f.run(cmd.Context(), s)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.Name, "name", "", "name of the package (default: the folder's)")
	flags.StringVar(&f.Title, "title", "", "what people read (default: made of the name)")
	flags.StringVar(&f.Version, "version", "", "published version (default 1.0.0, or the chart's)")
	flags.StringVar(&f.kind, "kind", "", "envsubst (plain manifests) or helm")
	flags.StringVar(&f.chart, "chart", "", "an existing chart: a folder, or a packed one (.tgz)")
	flags.StringArrayVar(&f.images, "image", nil, "where an image is: `[NAME=]REF`, or an archive; NAME is app (the default), tester, or one of the chart's")
	flags.IntVar(&f.port, "port", 0, "TCP port that the app listens on (default: what the image says, or 8080)")
	flags.StringVar(&f.PartnerID, "partner-id", "", "your id as a partner of a marketplace")
	flags.StringVar(&f.SolutionID, "solution-id", "", "the product's id in that marketplace")
	flags.BoolVar(&f.AllValues, "all-values", false, "make every scalar of the chart's values a property")
	flags.BoolVarP(&f.yes, "yes", "y", false, "ask nothing")
	cmd.MarkFlagsMutuallyExclusive("kind", "chart")
	cmd.MarkFlagsRequiredTogether("partner-id", "solution-id")
	_ = cmd.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions([]string{string(scaffold.Envsubst), string(scaffold.Helm)}, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	return cmd
}

func (f *initFlags) run(ctx context.Context, s streams) error {
	if err := f.free(); err != nil {
		return err
	}
	if err := f.ask(ctx, s); err != nil {
		return err
	}
	if err := f.missing(); err != nil {
		return err
	}
	archives, err := f.readImages(ctx)
	if err != nil {
		return err
	}
	p, err := f.begin(ctx)
	if err != nil {
		return err
	}
	if f.dir == "" {
		f.dir = p.Name
	}
	if err := f.write(p, archives); err != nil {
		return err
	}
	return f.tell(s.out, p, archives)
}

// free refuses a folder that has something in it, before anything is asked.
func (f *initFlags) free() error {
	if f.dir == "" {
		return nil
	}
	return scaffold.Free(f.dir)
}

// missing names the flags without which there is nothing to begin.
func (f *initFlags) missing() error {
	var flags []string
	if f.dir == "" && f.Name == "" && f.chart == "" {
		flags = append(flags, "DIR")
	}
	if f.kind == "" && f.chart == "" {
		flags = append(flags, "--kind or --chart")
	}
	if f.chart == "" && len(f.images) == 0 {
		flags = append(flags, "--image")
	}
	if len(flags) == 0 {
		return nil
	}
	return fmt.Errorf("give %s; they are asked for on a terminal only, and not with --yes (see chandler init --help)", strings.Join(flags, ", "))
}

// begin makes the package.
func (f *initFlags) begin(ctx context.Context) (*scaffold.Package, error) {
	if f.Name == "" && f.dir != "" {
		name, err := folderName(f.dir)
		if err != nil {
			return nil, err
		}
		f.Name = scaffold.NameOf(name)
	}
	f.Kind = scaffold.Kind(f.kind)
	if f.chart == "" {
		return scaffold.New(f.Options)
	}
	files, closeFiles, err := openChart(f.chart)
	if err != nil {
		return nil, err
	}
	defer closeFiles()
	p, err := scaffold.FromChart(ctx, files, f.Options)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.chart, err)
	}
	return p, nil
}

// folderName is what a folder is called, also if it was given as ".".
func folderName(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	return filepath.Base(abs), err
}

// localReference is the name by which chandler verify will look for an image of the folder.
func (f *initFlags) localReference(image, version string) (string, error) {
	name, err := folderName(f.dir)
	reference := localPrefix + schema.DNS1123Name(name)
	if image != scaffold.AppImage {
		reference += "/" + image
	}
	return reference + ":" + version, err
}

// write writes the folder, the images among it.
func (f *initFlags) write(p *scaffold.Package, archives []initImage) error {
	return scaffold.Write(f.dir, p, func(temporary string) error {
		for _, a := range archives {
			reference, err := f.localReference(a.name, p.Version)
			if err != nil {
				return err
			}
			if err := a.write(filepath.Join(temporary, "images"), reference); err != nil {
				return err
			}
		}
		return nil
	})
}
