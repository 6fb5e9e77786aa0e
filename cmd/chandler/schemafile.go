package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/chandler-dev/chandler/schema"
	"github.com/chandler-dev/chandler/schema/report"
)

// maxSchemaBytes is more than is read of any schema, so that a longer one is refused as too long.
const maxSchemaBytes = 2 << 20

// testSchemas are where a package folder has the schema of its tests.
var testSchemas = []string{"apptest/deployer/schema.yaml", "data-test/schema.yaml"}

// schemaFiles are a schema and the test schema to lay over it, which may be nil.
type schemaFiles struct {
	main schema.Source
	test *schema.Source
}

// readSchemaFiles reads the schema that the command line names, a file, a package folder or - for in, and its test
// schema: the one that is named, else that of the folder.
func readSchemaFiles(arg, test string, in io.Reader) (*schemaFiles, error) {
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		if test == "" {
			test = testSchemaOf(arg)
		}
		arg = filepath.Join(arg, "schema.yaml")
	}
	main, err := readSource(arg, in)
	if err != nil {
		return nil, err
	}
	f := &schemaFiles{main: main}
	if test != "" {
		source, err := readSource(test, in)
		if err != nil {
			return nil, fmt.Errorf("--test-schema: %w", err)
		}
		f.test = &source
	}
	return f, nil
}

// testSchemaOf finds the test schema of a package folder; "" if it has none.
func testSchemaOf(dir string) string {
	for _, name := range testSchemas {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
			return file
		}
	}
	return ""
}

func readSource(file string, in io.Reader) (schema.Source, error) {
	name := file
	if file == "-" {
		name = "stdin"
	} else {
		opened, err := os.Open(file)
		if err != nil {
			return schema.Source{}, err
		}
		defer func() { _ = opened.Close() }()
		in = opened
	}
	data, err := io.ReadAll(io.LimitReader(in, maxSchemaBytes))
	if err != nil {
		return schema.Source{}, fmt.Errorf("read %s: %w", name, err)
	}
	return schema.Source{Name: name, Data: data}, nil
}

// lint finds all problems of the files.
func (f *schemaFiles) lint() (*schema.Schema, schema.Problems) { return schema.Lint(f.main, f.test) }

// addTo puts the files among those of which lines are shown.
func (f *schemaFiles) addTo(sources report.Sources) {
	sources[f.main.Name] = f.main.Data
	if f.test != nil {
		sources[f.test.Name] = f.test.Data
	}
}

// name is what a line about the files begins with.
func (f *schemaFiles) name() string {
	if f.test != nil {
		return f.main.Name + " with " + f.test.Name
	}
	return f.main.Name
}
