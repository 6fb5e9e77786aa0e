// Package cgroups makes and removes the folders of a cluster in the host's control group hierarchies, of version 1,
// version 2, or both side by side.
//
// A cluster has one folder in each hierarchy: "system" in it holds the components, "kubepods" (made by the kubelet)
// the Pods.
package cgroups

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// system is the folder of the components' processes.
const system = "system"

// Hierarchies returns the mount points of all cgroup hierarchies, and which of them is of version 2 ("" if none).
func Hierarchies() (all []string, unified string, err error) {
	f, err := os.Open("/proc/self/mounts")
	if err != nil {
		return nil, "", fmt.Errorf("list cgroup hierarchies: %w", err)
	}
	defer func() { _ = f.Close() }()
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 || seen[fields[1]] || !strings.HasPrefix(fields[1], "/sys/fs/cgroup") {
			continue
		}
		switch fields[2] {
		case "cgroup2":
			unified = fields[1]
		case "cgroup":
		default:
			continue
		}
		seen[fields[1]] = true
		all = append(all, fields[1])
	}
	return all, unified, lines.Err()
}

// Unified says whether the machine has cgroups of version 2 only.
func Unified() bool {
	var s unix.Statfs_t
	return unix.Statfs("/sys/fs/cgroup", &s) == nil && s.Type == unix.CGROUP2_SUPER_MAGIC
}

// Create makes the cluster's folders and moves the calling process into them.
func Create(name string) error {
	all, unified, err := Hierarchies()
	if err != nil {
		return err
	}
	for _, hierarchy := range all {
		if err := create(hierarchy, name, hierarchy == unified); err != nil {
			return fmt.Errorf("make cgroup %s: %w", filepath.Join(hierarchy, name), err)
		}
	}
	return nil
}

func create(hierarchy, name string, unified bool) error {
	root := filepath.Join(hierarchy, name)
	own := filepath.Join(root, system)
	if err := os.MkdirAll(own, 0o755); err != nil {
		return err
	}
	if unified {
		delegate(hierarchy, root)
	} else {
		inherit(hierarchy, root)
		inherit(root, own)
	}
	return os.WriteFile(filepath.Join(own, "cgroup.procs"), []byte("0"), 0o644)
}

// delegate hands down all controllers of a version 2 hierarchy: from its root to the cluster, and to the cluster's
// folders. One that cannot be handed down is left out; the kubelet names it if it misses it.
func delegate(hierarchy, root string) {
	for _, folder := range []string{hierarchy, root} {
		controllers, err := os.ReadFile(filepath.Join(folder, "cgroup.controllers"))
		if err != nil {
			continue
		}
		for _, c := range strings.Fields(string(controllers)) {
			_ = os.WriteFile(filepath.Join(folder, "cgroup.subtree_control"), []byte("+"+c), 0o644)
		}
	}
}

// inherit copies the CPU set, which starts out empty in version 1, where no process could then run.
func inherit(from, to string) {
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		if value, err := os.ReadFile(filepath.Join(from, file)); err == nil {
			_ = os.WriteFile(filepath.Join(to, file), value, 0o644)
		}
	}
}

// Remove removes the cluster's folders, once all its processes are gone. The kernel may hold on to a folder for
// some milliseconds after its last process, so it is tried until ctx ends.
func Remove(ctx context.Context, name string) error {
	all, _, err := Hierarchies()
	if err != nil {
		return err
	}
	pause := time.NewTicker(10 * time.Millisecond)
	defer pause.Stop()
	for {
		var left error
		for _, hierarchy := range all {
			left = errors.Join(left, removeTree(filepath.Join(hierarchy, name)))
		}
		if left == nil {
			return nil
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return fmt.Errorf("remove cgroups: %w", left)
		}
	}
}

// removeTree removes the folder and those below it, the deepest first. Files in there cannot and need not be removed.
func removeTree(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := removeTree(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	if err := unix.Rmdir(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", folder, err)
	}
	return nil
}
