package e2e

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// traces is what clusters leave on a machine if they are not cleared away.
type traces struct{ processes, mounts, interfaces, cgroups, files []string }

// trace lists what is there of the clusters below the home folder, and what a node could leave outside of it.
func trace(t *testing.T) traces {
	t.Helper()
	home := os.Getenv("CHANDLER_CLUSTER_HOME")
	return traces{
		processes:  processesOf(t, home),
		mounts:     mountsOf(t, home),
		interfaces: interfaces(t, home),
		cgroups:    cgroups(t, home),
		files:      append(filesOf(home), filesOf("/var/lib/kubelet", "/var/lib/cni", "/run/containerd", "/opt/cni", "/run/chandler")...),
	}
}

// since returns what is there now and was not before.
func (now traces) since(before traces) []string {
	var left []string
	for _, pair := range [][2][]string{
		{now.processes, before.processes}, {now.mounts, before.mounts}, {now.interfaces, before.interfaces},
		{now.cgroups, before.cgroups}, {now.files, before.files},
	} {
		for _, item := range pair[0] {
			if !slices.Contains(pair[1], item) {
				left = append(left, item)
			}
		}
	}
	return left
}

// processesOf lists processes that run in namespaces of a cluster: those whose supervisor's command names the home, and
// those it started, whose PID namespace is not ours.
func processesOf(t *testing.T, home string) []string {
	t.Helper()
	own := must[string](t)(os.Readlink("/proc/self/ns/pid"))
	supervised := map[string]bool{}
	running := map[string]string{}
	for _, status := range must[[]string](t)(filepath.Glob("/proc/[0-9]*/cmdline")) {
		command, err := os.ReadFile(status)
		namespace, err2 := os.Readlink(filepath.Join(filepath.Dir(status), "ns/pid"))
		if err != nil || err2 != nil || namespace == own {
			continue
		}
		text := strings.ReplaceAll(string(command), "\x00", " ")
		running[filepath.Dir(status)+" "+text] = namespace
		if strings.Contains(text, home) {
			supervised[namespace] = true
		}
	}
	var found []string
	for process, namespace := range running {
		if supervised[namespace] {
			found = append(found, process)
		}
	}
	return found
}

func mountsOf(t *testing.T, home string) []string {
	t.Helper()
	var found []string
	for line := range strings.Lines(string(must[[]byte](t)(os.ReadFile("/proc/self/mounts")))) {
		if strings.Contains(line, home) || strings.Contains(line, "kubelet") {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// identifiers are what the names of interfaces and cgroups of the tests' clusters are made of.
func identifiers(home string) []string {
	var all []string
	for _, name := range []string{"default", "one", "two"} {
		all = append(all, fmt.Sprintf("%x", sha256.Sum256([]byte(filepath.Join(home, name))))[:12])
	}
	return all
}

func interfaces(t *testing.T, home string) []string {
	t.Helper()
	var found []string
	for _, i := range must[[]net.Interface](t)(net.Interfaces()) {
		for _, id := range identifiers(home) {
			if i.Name == "chandler"+id[:6] {
				found = append(found, "interface "+i.Name)
			}
		}
	}
	return found
}

func cgroups(t *testing.T, home string) []string {
	t.Helper()
	var found []string
	for _, id := range identifiers(home) {
		found = append(found, must[[]string](t)(filepath.Glob("/sys/fs/cgroup/chandler-"+id))...)
		found = append(found, must[[]string](t)(filepath.Glob("/sys/fs/cgroup/*/chandler-"+id))...)
	}
	return found
}

func filesOf(folders ...string) []string {
	var found []string
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err == nil && path != os.Getenv("CHANDLER_CLUSTER_HOME") {
				found = append(found, path)
			}
			return nil
		})
	}
	return found
}
