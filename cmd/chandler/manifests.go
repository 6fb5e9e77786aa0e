package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/render"
)

// readManifests reads what --filename names: a folder, a file, or - for the standard input.
func readManifests(name string, in io.Reader) (objects []*unstructured.Unstructured, err error) {
	if name == "-" {
		return render.Read(shown(name), in)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("read the manifests: %w", err)
	}
	if info.IsDir() {
		return render.ReadFolder(name, os.DirFS(name))
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the manifests: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return render.Read(name, file)
}

// shown is what --filename is called in messages.
func shown(name string) string {
	if name == "-" {
		return standardInput
	}
	return name
}
