package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/internal/safeyaml"
	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/report"
)

// schemaValuesFlags are the flags of chandler schema values.
type schemaValuesFlags struct {
	schema, test, parameters, uid string
	helm                          bool
}

func newSchemaValues(s streams) *cobra.Command {
	var f schemaValuesFlags
	cmd := &cobra.Command{
		Use:   "values --schema FILE --parameters FILE",
		Short: "Print the values that a schema makes of parameters",
		Long: `Print the values that a package is rendered with, as YAML: the parameters that are given, defaults for those that are
not, and what is generated and derived, passwords among it.

Nothing is added to the parameters: where a marketplace gives a service account's name or the images' prefix
(__image_repo_prefix__), they have to be among them.

Exit status: 0 done, 1 the schema or the parameters are wrong, 2 a file cannot be read.`,
		Example: `  chandler schema values --schema schema.yaml --parameters parameters.yaml
  chandler schema values --schema schema.yaml --parameters /data/values --app-uid "$UID" --helm`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return f.run(s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.schema, "schema", "", "the schema.yaml, or a package folder")
	flags.StringVar(&f.test, "test-schema", "", "schema of the package's tests, to be laid over it")
	flags.StringVar(&f.parameters, "parameters", "", "the parameters: a YAML or JSON file, a folder with a file for each, or - for standard input")
	flags.StringVar(&f.uid, "app-uid", "", "uid of the Application resource, for parameters of type APPLICATION_UID")
	flags.BoolVar(&f.helm, "helm", false, "nest the values as Helm wants them: the name a.b is the key b in the map a")
	for _, required := range []string{"schema", "parameters"} {
		_ = cmd.MarkFlagRequired(required) // fails only for a flag that is not there
	}
	return cmd
}

func (f *schemaValuesFlags) run(s streams) error {
	if f.schema == "-" && f.parameters == "-" {
		return errors.New("--schema and --parameters cannot both be standard input")
	}
	files, err := readSchemaFiles(f.schema, f.test, s.in)
	if err != nil {
		return err
	}
	values, err := f.values(files, s.in)
	var problems schema.Problems
	if errors.As(err, &problems) {
		sources := report.Sources{}
		files.addTo(sources)
		fmt.Fprint(s.err, problemText(s.err, sources).All(problems.Errors())+report.Summary(problems.Errors())+"\n")
		return errFailed
	}
	if err != nil {
		return err
	}
	text, err := safeyaml.Marshal(values)
	if err != nil {
		return err
	}
	_, err = s.out.Write(text)
	return err
}

// values resolves the parameters. The error is schema.Problems if the files can be read, but are wrong.
func (f *schemaValuesFlags) values(files *schemaFiles, in io.Reader) (map[string]any, error) {
	checked, problems := files.lint()
	if err := problems.Err(); err != nil {
		return nil, err
	}
	given, err := f.given(checked, in)
	if err != nil {
		return nil, err
	}
	values, err := schema.Resolve(checked, given, schema.Environment{ApplicationUID: f.uid, Rand: rand.Reader, Now: time.Now()})
	if err != nil {
		return nil, err
	}
	if f.helm {
		return values.Nested()
	}
	return values, nil
}

// given reads the parameters.
func (f *schemaValuesFlags) given(s *schema.Schema, in io.Reader) (map[string]any, error) {
	if info, err := os.Stat(f.parameters); err == nil && info.IsDir() {
		return schema.ReadValuesFolder(os.DirFS(f.parameters), s)
	}
	source, err := readSource(f.parameters, in)
	if err != nil {
		return nil, fmt.Errorf("--parameters: %w", err)
	}
	return schema.ParseValues(source.Name, source.Data)
}
