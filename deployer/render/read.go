package render

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Read gives the objects of a stream of YAML or JSON documents. name is what faults are reported under. An *Error names
// file and line; no more is read than a package may render.
func Read(name string, from io.Reader) ([]*unstructured.Unstructured, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxOutputBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var output budget
	if err := output.spend(name, len(data)); err != nil {
		return nil, err
	}
	return documents(name, string(data))
}

// ReadFolder gives the objects of the manifests in a folder: its files that end in .yaml, .yml or .json, by their names.
func ReadFolder(folder string, files fs.FS) ([]*unstructured.Unstructured, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	var objects []*unstructured.Unstructured
	for _, e := range entries {
		switch path.Ext(e.Name()) {
		case ".yaml", ".yml", ".json":
		default:
			continue
		}
		found, err := readManifest(path.Join(folder, e.Name()), files, e.Name())
		if err != nil {
			return nil, err
		}
		objects = append(objects, found...)
	}
	if len(objects) == 0 {
		return nil, &Error{File: folder, Message: "there are no manifests", Hint: "manifests end in .yaml, .yml or .json"}
	}
	return objects, nil
}

func readManifest(shown string, files fs.FS, name string) (objects []*unstructured.Unstructured, err error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return Read(shown, f)
}
