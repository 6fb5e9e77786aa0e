// Package embedded drives the embedded Kubernetes: it runs the program chandler-cluster, which lives in a module of
// its own, and reads its JSON.
package embedded

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Program is the file name of the embedded cluster's program.
const Program = "chandler-cluster"

// ErrNotInstalled says that the program of the embedded cluster is nowhere to be found.
var ErrNotInstalled = errors.New("the embedded cluster's program " + Program + " was not found")

// Find returns the path of the embedded cluster's program: the one that CHANDLER_CLUSTER names, else the one beside
// this executable, else the one on the PATH. The error wraps ErrNotInstalled.
func Find() (string, error) {
	if path := os.Getenv("CHANDLER_CLUSTER"); path != "" {
		return path, nil
	}
	if self, err := os.Executable(); err == nil {
		if self, err = filepath.EvalSymlinks(self); err == nil {
			beside := filepath.Join(filepath.Dir(self), Program)
			if _, err := os.Stat(beside); err == nil {
				return beside, nil
			}
		}
	}
	path, err := exec.LookPath(Program)
	if err != nil {
		return "", fmt.Errorf("%w: build it with `make build`, put it beside chandler or on the PATH, or name a cluster with --kubeconfig or --context", ErrNotInstalled)
	}
	return path, nil
}
