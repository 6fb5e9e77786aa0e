package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chandler-dev/chandler/internal/conformance"
)

// packages are the schemas of real packages, in the order of their names.
type packages []pkg

type pkg struct {
	name string
	file string // its schema.yaml
	data []byte
}

var errNoData = errors.New("there is no conformance data")

// readPackages reads the conformance data, so that only work on what is in memory is measured. The error is errNoData if there is none.
func readPackages() (packages, error) {
	root, err := conformance.Folder()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "schema.yaml"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w in %s (set CHANDLER_CONFORMANCE to where it is)", errNoData, root)
	}
	var ps packages
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		ps = append(ps, pkg{filepath.Base(filepath.Dir(file)), file, data})
	}
	return ps, nil
}

func (ps packages) named(name string) (pkg, error) {
	for _, p := range ps {
		if p.name == name {
			return p, nil
		}
	}
	return pkg{}, fmt.Errorf("the conformance data has no package %s", name)
}

func (ps packages) files() []string {
	var files []string
	for _, p := range ps {
		files = append(files, p.file)
	}
	return files
}
