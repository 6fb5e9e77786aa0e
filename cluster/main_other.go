//go:build !linux

// Command chandler-cluster runs Kubernetes on Linux.
package main

import (
	"fmt"
	"os"
	"runtime"
)

func main() {
	fmt.Fprintf(os.Stderr, "error: the embedded cluster runs on Linux only, and this is %s.\n"+
		"Use a virtual machine with Linux, or another cluster: chandler's commands take --kubeconfig and --context.\n", runtime.GOOS)
	os.Exit(1)
}
