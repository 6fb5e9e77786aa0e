// Package state knows where a cluster keeps its files: one folder per cluster, with the
// record of how it was made, its certificates, databases, images, volumes and logs.
package state

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// HomeVariable names the environment variable that overrides DefaultHome.
const HomeVariable = "CHANDLER_CLUSTER_HOME"

// DefaultHome is the folder below which every cluster has its own.
const DefaultHome = "/var/lib/chandler/clusters"

// Inside is where the state folder is seen within the node's mount namespace.
const Inside = Dir("/run/chandler/state")

var validName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// Home returns the folder below which clusters live: HomeVariable or DefaultHome, absolute.
func Home() (string, error) {
	if home := os.Getenv(HomeVariable); home != "" {
		return filepath.Abs(home)
	}
	return DefaultHome, nil
}

// Dir is the state folder of one cluster.
type Dir string

// Open returns the state folder of the cluster called name below home, which need not exist.
// It fails when name cannot name a cluster.
func Open(home, name string) (Dir, error) {
	if !validName.MatchString(name) {
		return "", fmt.Errorf("%q cannot name a cluster: use up to 40 lower-case letters, digits and dashes, as in --name team-a", name)
	}
	return Dir(filepath.Join(home, name)), nil
}

// Path returns the path of an element below the folder.
func (d Dir) Path(elements ...string) string {
	return filepath.Join(append([]string{string(d)}, elements...)...)
}

// Record is the file that says how the cluster was made.
func (d Dir) Record() string { return d.Path("cluster.json") }

// Process is the file that names the running supervisor.
func (d Dir) Process() string { return d.Path("supervisor.json") }

// Kubeconfig is the administrator's kubeconfig.
func (d Dir) Kubeconfig() string { return d.Path("kubeconfig") }

// PKI is the folder of keys, certificates and the components' kubeconfigs.
func (d Dir) PKI(file string) string { return d.Path("pki", file) }

// Config is the folder of the components' configuration files, written at every start.
func (d Dir) Config(file string) string { return d.Path("config", file) }

// Logs is the folder of the components' logs.
func (d Dir) Logs() string { return d.Path("log") }

// Log is the log file of one component.
func (d Dir) Log(component string) string { return d.Path("log", component+".log") }

// Data is a folder that holds what a component keeps: etcd, containerd, kubelet, volumes, …
func (d Dir) Data(component string) string { return d.Path("data", component) }

// Exists says whether the folder holds a cluster.
func (d Dir) Exists() bool {
	_, err := os.Stat(d.Record())
	return err == nil
}
