//go:build linux

// Command chandler-cluster is a whole Kubernetes on one machine: it holds etcd, the control plane, the kubelet,
// kube-proxy, containerd and CoreDNS, and starts them as one cluster in namespaces of its own.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/chandler-dev/chandler/cluster/lifecycle"
	"github.com/chandler-dev/chandler/cluster/preflight"
	"github.com/chandler-dev/chandler/cluster/programs"
	"github.com/chandler-dev/chandler/cluster/supervisor"
)

func main() {
	if len(os.Args) > 1 {
		runProgram(os.Args[1])
	}
	os.Exit(execute())
}

// runProgram runs the program of that name, if it is one of those linked in, with the arguments that follow it.
func runProgram(name string) {
	switch name {
	case lifecycle.SuperviseVerb:
		end(supervisor.Main())
	case preflight.ProbeVerb:
		end(preflight.Probe(os.Stdout))
	}
	if program, ok := programs.All(context.Background())[name]; ok {
		os.Args = os.Args[1:]
		program()
		os.Exit(0)
	}
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
