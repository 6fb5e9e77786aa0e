package deployer

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/chandler-dev/chandler/internal/origin"
	"github.com/chandler-dev/chandler/schema"
)

// Where a deployer image keeps its schemas.
const (
	schemaFile     = "data/schema.yaml"
	testSchemaFile = "data-test/schema.yaml"
)

// Package is what a deployer image holds.
type Package struct {
	// Files is the root of the image: data/… and data-test/….
	Files fs.FS
	// Schema is data/schema.yaml.
	Schema *schema.Schema
	// TestSchema is data-test/schema.yaml; nil if the package has none.
	TestSchema *schema.Schema
}

// Load reads the schemas of a package. The error is schema.Problems if a schema is wrong, and says what is missing if
// there is none.
func Load(files fs.FS) (*Package, error) {
	p := &Package{Files: files}
	data, err := fs.ReadFile(files, schemaFile)
	if err != nil {
		return nil, fmt.Errorf("read the package's /%s: %w", schemaFile, err)
	}
	if p.Schema, err = schema.Parse(origin.Of(files, schemaFile), data); err != nil {
		return nil, err
	}
	data, err = fs.ReadFile(files, testSchemaFile)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the package's /%s: %w", testSchemaFile, err)
	}
	if p.TestSchema, err = schema.ParseTest(origin.Of(files, testSchemaFile), data); err != nil {
		return nil, err
	}
	return p, nil
}

// schemaFor gives the schema that holds in a mode: in a verification the test schema is laid over the package's.
func (p *Package) schemaFor(mode Mode) (*schema.Schema, error) {
	if mode != Verify || p.TestSchema == nil {
		return p.Schema, nil
	}
	return schema.Overlay(p.Schema, p.TestSchema)
}
