// Package node turns the namespaces a process was started in into a node: its own view of the file system, the
// kernel's settings, control groups and network.
//
// Nothing of it is seen on the host: no mount point is made in the host's file system, as folders that the host lacks
// lie on file systems in memory that cover the host's.
package node

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/chandler-dev/chandler/cluster/state"
	"golang.org/x/sys/unix"
)

const (
	// Programs is where the programs beside this one (the shim, the CNI plug-ins) are seen in the node.
	Programs = "/run/chandler/bin"
	// Runtime is where runc is seen in the node.
	Runtime = "/run/chandler/runc"
	// Volumes is where the folders of persistent volumes are seen in the node.
	Volumes = "/var/lib/chandler-volumes"
)

// Host is what the node borrows of the host, as paths of the host.
type Host struct {
	State    string // the cluster's state folder
	Programs string // folder of the shim and the CNI plug-ins
	Runtime  string // the runc program
}

// Mount arranges the file system in the calling process's mount namespace.
func Mount(h Host) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("part from the host's mounts: %w", err)
	}
	// What is borrowed may lie below a folder that gets covered, so hold on to it first.
	held, err := hold(h)
	if err != nil {
		return err
	}
	defer held.release()
	if err := cover(); err != nil {
		return err
	}
	if err := held.bind(); err != nil {
		return err
	}
	if err := bindData(); err != nil {
		return err
	}
	if err := mountKernel(); err != nil {
		return err
	}
	// Containers get their volumes by propagation.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""); err != nil {
		return fmt.Errorf("share mounts with containers: %w", err)
	}
	return nil
}

// cover hides the folders of the host that a node writes to.
func cover() error {
	for _, folder := range []string{"/run", "/var/lib", "/opt", "/mnt"} {
		if _, err := os.Stat(folder); err != nil {
			continue
		}
		if err := unix.Mount("tmpfs", folder, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
			return fmt.Errorf("cover %s: %w", folder, err)
		}
	}
	return os.MkdirAll("/run/lock", 0o1777)
}

// bindData puts what the node keeps at the places where it is usually found.
func bindData() error {
	for data, target := range map[string]string{
		"kubelet":    "/var/lib/kubelet",
		"containerd": "/var/lib/containerd",
		"volumes":    Volumes,
		"var-log":    "/var/log",
		"tmp":        "/tmp",
	} {
		source := state.Inside.Data(data)
		if err := os.MkdirAll(source, 0o755); err != nil {
			return fmt.Errorf("make %s: %w", source, err)
		}
		if err := bind(source, target); err != nil {
			return err
		}
	}
	return os.Chmod("/tmp", 0o777|os.ModeSticky)
}

type holding struct {
	file   *os.File
	target string
	folder bool
}

type holdings []holding

// hold opens what is borrowed, so that it can be reached when its path is covered.
func hold(h Host) (holdings, error) {
	var all holdings
	for _, b := range []holding{
		{target: string(state.Inside), folder: true}, {target: Programs, folder: true}, {target: Runtime},
	} {
		source := map[string]string{string(state.Inside): h.State, Programs: h.Programs, Runtime: h.Runtime}[b.target]
		fd, err := unix.Open(source, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			all.release()
			return nil, fmt.Errorf("open %s: %w", source, err)
		}
		b.file = os.NewFile(uintptr(fd), source)
		all = append(all, b)
	}
	return all, nil
}

func (all holdings) bind() error {
	for _, h := range all {
		source := "/proc/self/fd/" + strconv.Itoa(int(h.file.Fd()))
		if h.folder {
			if err := bind(source, h.target); err != nil {
				return err
			}
			continue
		}
		if err := bindFile(source, h.target); err != nil {
			return err
		}
	}
	return nil
}

func (all holdings) release() {
	for _, h := range all {
		_ = h.file.Close()
	}
}

func bind(source, target string) error {
	if err := os.MkdirAll(target, 0o755); err != nil {
		return fmt.Errorf("make %s: %w", target, err)
	}
	if err := unix.Mount(source, target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}

func bindFile(source, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("make %s: %w", target, err)
	}
	if err := os.WriteFile(target, nil, 0o644); err != nil {
		return fmt.Errorf("make %s: %w", target, err)
	}
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}
