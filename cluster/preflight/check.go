// Package preflight checks whether a machine can run a cluster, and says what to do if not.
package preflight

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Check is the outcome of one check.
type Check struct {
	Name    string `json:"name"`
	OK      bool   `json:"ok"`
	Message string `json:"message"` // what was found
	Fix     string `json:"fix"`     // what to do; empty if OK
}

func passed(name, format string, arguments ...any) Check {
	return Check{Name: name, OK: true, Message: fmt.Sprintf(format, arguments...)}
}

func failed(name, fix, format string, arguments ...any) Check {
	return Check{Name: name, Message: fmt.Sprintf(format, arguments...), Fix: fix}
}

// Error returns the failed checks as one error, or nil.
func Error(checks []Check) error {
	var all error
	for _, c := range checks {
		if !c.OK {
			all = errors.Join(all, fmt.Errorf("%s\n%s", c.Message, c.Fix))
		}
	}
	return all
}

// Quick checks what takes no time: the user, the programs needed, of which some are in the given folder, and what other
// clusters may have used up.
func Quick(programs string) []Check {
	return []Check{root(), companions(programs), tool("runc", "runc"), tool("nft", "nftables"), inotify()}
}

func root() Check {
	if id := os.Geteuid(); id != 0 {
		return failed("root", "Run it as root: `sudo chandler cluster up`. Other clusters need no root: use --kubeconfig or --context.",
			"a cluster needs namespaces, mounts and interfaces, for which user %d has no rights", id)
	}
	return passed("root", "runs as root")
}

// companions are the programs built along with this one.
func companions(folder string) Check {
	for _, name := range []string{"containerd-shim-runc-v2", "chandler-pause", "cni/ptp", "cni/host-local"} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return failed("programs", "Build it again with `make build`, or unpack the release again: these files belong together.",
				"%s is missing beside chandler-cluster in %s", name, folder)
		}
	}
	return passed("programs", "shim, pause and network plug-ins in %s", folder)
}

func tool(name, debian string) Check {
	path, err := Find(name)
	if err != nil {
		return failed(name, "Install it with the system's packages: `apt-get install "+debian+"` (Debian, Ubuntu), `dnf install "+debian+"` (Fedora).",
			"the program %s is not installed", name)
	}
	return passed(name, "%s", path)
}

// Find returns the path of a program that is on PATH or where root's programs are.
func Find(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return filepath.Abs(path)
	}
	for _, folder := range []string{"/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin"} {
		if path, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the program %s is not installed", name)
}
