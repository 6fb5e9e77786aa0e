package node

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// mountKernel mounts /proc of the new PID namespace and /sys of the new network namespace, the latter with the host's
// cgroup hierarchies.
func mountKernel() error {
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	const aside = "/run/chandler/cgroup"
	if err := bind("/sys/fs/cgroup", aside); err != nil {
		return err
	}
	if err := unix.Mount("sysfs", "/sys", "sysfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /sys: %w", err)
	}
	if err := unix.Mount(aside, "/sys/fs/cgroup", "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("mount /sys/fs/cgroup: %w", err)
	}
	if err := unix.Unmount(aside, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount %s: %w", aside, err)
	}
	return os.Remove(aside)
}

// pretended are the settings a kubelet wants for the whole machine. It is shown them in its mount namespace, so that
// it leaves the host's alone.
var pretended = map[string]string{
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
}

// SetKernel sets what belongs to the node's namespaces and pretends the rest.
func SetKernel(hostname string) error {
	if err := unix.Sethostname([]byte(hostname)); err != nil {
		return fmt.Errorf("set host name: %w", err)
	}
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644); err != nil {
		return fmt.Errorf("let the node forward packets: %w", err)
	}
	for setting, value := range pretended {
		target := filepath.Join("/proc/sys", setting)
		if _, err := os.Stat(target); err != nil {
			continue // this kernel has no such setting, so the kubelet cannot want it
		}
		source := filepath.Join("/run/chandler/sysctl", strings.ReplaceAll(setting, "/", "."))
		if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
			return fmt.Errorf("pretend %s: %w", setting, err)
		}
		if err := os.WriteFile(source, []byte(value+"\n"), 0o644); err != nil {
			return fmt.Errorf("pretend %s: %w", setting, err)
		}
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("pretend %s: %w", setting, err)
		}
	}
	return nil
}
