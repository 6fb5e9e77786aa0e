// Package components says how each component of the cluster is started: its arguments and its configuration files,
// one component a file. All paths are those of the node's mount namespace.
package components

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/state"
)

// Settings is what components have to know of their cluster.
type Settings struct {
	Cluster string
	Node    string // name of the node
	Plan    network.Plan
	Cgroup  string   // the cluster's folder in each cgroup hierarchy
	Proxies []string // variables with the host's HTTP proxies, for pulling images
}

// Component is a program to be run.
type Component struct {
	Name  string            // also its verb in the multi-call binary
	Args  []string          // after the verb
	Files map[string]string // configuration: name and content
	Env   []string          // added to the supervisor's
}

// Write writes the configuration files of the component.
func (c Component) Write() error {
	for name, content := range c.Files {
		if err := os.MkdirAll(filepath.Dir(config(name)), 0o700); err != nil {
			return fmt.Errorf("configure %s: %w", c.Name, err)
		}
		if err := os.WriteFile(state.Inside.Config(name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("configure %s: %w", c.Name, err)
		}
	}
	return nil
}

func config(name string) string { return state.Inside.Config(name) }

func pki(name string) string { return state.Inside.PKI(name) }
