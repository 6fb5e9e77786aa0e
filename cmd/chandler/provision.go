package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// provisionFlags are the flags of chandler provision.
type provisionFlags struct {
	schema, testSchema, parameters, image, mode, class, provisioner string
	places                                                          schema.Places
}

func newProvision(s streams) *cobra.Command {
	var f provisionFlags
	cmd := &cobra.Command{
		Use:     "provision --schema FILE --parameters FILE --deployer-image REF",
		GroupID: "stage",
		Short:   "Print what a marketplace makes around a deployer",
		Long: `Print what a marketplace makes around a deployer, as a YAML stream: service accounts and their roles, storage classes,
the Secret with the parameters, and the deployer's Job. Name and namespace are among the parameters. The Application,
which owns what is printed here, is not: make it first, and see chandler own. No cluster is looked at.

The Secret has every parameter in it, generated passwords too.`,
		Example: `  chandler provision --schema examples/redis/schema.yaml --parameters redis.yaml --deployer-image registry.example.com/redis/deployer:7.0
  echo '{"name": "cache", "namespace": "shop"}' | chandler provision --schema examples/redis/schema.yaml --parameters - --deployer-image registry.example.com/redis/deployer:7.0`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return f.run(s) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.schema, "schema", "", "the package's schema.yaml, - for the standard input")
	flags.StringVar(&f.testSchema, "test-schema", "", "the schema.yaml of its tests, for --mode verify")
	flags.StringVar(&f.parameters, "parameters", "", "file with values for the parameters, YAML or JSON, - for the standard input")
	flags.StringVar(&f.image, "deployer-image", "", "reference of the deployer image")
	flags.StringVar(&f.mode, "mode", "install", "what the deployer is run for: install or verify")
	flags.StringVar(&f.class, "storage-class", "standard", "StorageClass for parameters that are one")
	flags.StringVar(&f.provisioner, "storage-class-provisioner", "", "make StorageClasses of this provisioner for parameters that are one, such as pd.csi.storage.gke.io")
	for _, name := range []string{"schema", "parameters", "deployer-image"} {
		_ = cmd.MarkFlagRequired(name)
	}
	cmd.MarkFlagsMutuallyExclusive("storage-class", "storage-class-provisioner")
	return cmd
}

func (f *provisionFlags) run(s streams) error {
	in, err := f.input(s.in)
	if err != nil {
		return err
	}
	set, err := provision.Make(in)
	var missing provision.Missing
	if errors.As(err, &missing) {
		return fmt.Errorf("%w\n%s", err, missing.Hint())
	}
	if err != nil {
		return locate(err, f.places)
	}
	return printYAML(s.out, set.All()[1:])
}

func (f *provisionFlags) input(stdin io.Reader) (provision.Input, error) {
	in := provision.Input{
		StorageClass: f.class, StorageClassProvisioner: f.provisioner, Deployer: provision.Deployer{Image: f.image},
		Environment: schema.Environment{Rand: rand.Reader, Now: time.Now()},
	}
	switch f.mode {
	case "install":
		in.Mode = provision.Install
	case "verify":
		in.Mode = provision.Verify
	default:
		return in, fmt.Errorf("--mode %s: must be install or verify", f.mode)
	}
	if n := count("-", f.schema, f.testSchema, f.parameters); n > 1 {
		return in, fmt.Errorf("%d files are to be read from the standard input, which can be only one", n)
	}
	var err error
	if in.Schema, err = readSchemaFile(f.schema, stdin, schema.Parse); err != nil {
		return in, err
	}
	if f.testSchema != "" {
		if in.TestSchema, err = readSchemaFile(f.testSchema, stdin, schema.ParseTest); err != nil {
			return in, err
		}
	}
	if in.Given, f.places, err = readParameters("@"+f.parameters, stdin); err != nil {
		return in, err
	}
	if in.Name, err = identityOf(in.Schema, schema.Name, in.Given); err != nil {
		return in, err
	}
	in.Namespace, err = identityOf(in.Schema, schema.Namespace, in.Given)
	in.Environment.CertificateNames = schema.CertificateNames(in.Name, in.Namespace)
	return in, err
}

func readSchemaFile(file string, stdin io.Reader, parse func(string, []byte) (*schema.Schema, error)) (*schema.Schema, error) {
	name, data, err := readInput(file, stdin)
	if err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	return parse(name, data)
}

// identityOf gives the app's name or namespace, which must be among the parameters.
func identityOf(s *schema.Schema, x schema.XType, given map[string]any) (string, error) {
	p, err := s.Sole(x)
	if err != nil {
		return "", err
	}
	if text, ok := given[p.Name].(string); ok && text != "" {
		return text, nil
	}
	return "", fmt.Errorf("the parameters have no value for %s, which is the app's %s: add one", p.Name, x)
}

// count is how often a text is among others.
func count(text string, among ...string) int {
	n := 0
	for _, other := range among {
		if other == text {
			n++
		}
	}
	return n
}
