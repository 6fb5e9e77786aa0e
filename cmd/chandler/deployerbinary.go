package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// deployerProgram is the file name of the program that goes into deployer images.
const deployerProgram = "chandler-deployer"

// findDeployer returns the path of the program that goes into deployer images: the one that CHANDLER_DEPLOYER names,
// else the one beside this executable.
func findDeployer() (string, error) {
	if path := os.Getenv("CHANDLER_DEPLOYER"); path != "" {
		return path, nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find %s: %w", deployerProgram, err)
	}
	if self, err = filepath.EvalSymlinks(self); err != nil {
		return "", fmt.Errorf("find %s: %w", deployerProgram, err)
	}
	path := filepath.Join(filepath.Dir(self), deployerProgram)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the program for deployer images is not at %s: build it with `make build`, or name it in CHANDLER_DEPLOYER", path)
	}
	return path, nil
}
