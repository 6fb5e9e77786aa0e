package preflight

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/cluster/cgroups"
	"golang.org/x/sys/unix"
)

// kernelVersion asks for the first kernel that has all system calls used (pidfd_open).
func kernelVersion() Check {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return failed("kernel", "Please report this.", "the kernel does not tell its version: %v", err)
	}
	release := unix.ByteSliceToString(u.Release[:])
	var major, minor int
	if _, err := fmt.Sscanf(release, "%d.%d", &major, &minor); err == nil && major*1000+minor < 5003 {
		return failed("kernel", "Use a system with a newer kernel, such as Debian 11 or Ubuntu 20.04.", "Linux %s is older than 5.3", release)
	}
	return passed("kernel", "Linux %s", release)
}

// cgroupControllers looks for the control groups without which the kubelet does not start.
func cgroupControllers() Check {
	needed := []string{"cpu", "memory", "cpuset", "pids"}
	found, version, err := controllers()
	if err != nil {
		return failed("cgroups", "Mount them: the system's init does, in a container `--privileged` does.", "control groups cannot be looked at: %v", err)
	}
	var missing []string
	for _, c := range needed {
		if !slices.Contains(found, c) {
			missing = append(missing, c)
		}
	}
	if len(missing) > 0 {
		return failed("cgroups", "Enable them: boot with `cgroup_enable=memory`; in a container, use `--privileged --cgroupns=host`.",
			"the control groups (version %s) lack %s", version, strings.Join(missing, ", "))
	}
	return passed("cgroups", "version %s", version)
}

// controllers lists the controllers of the machine: of version 2, or the mounted ones of version 1.
func controllers() (found []string, version string, err error) {
	if cgroups.Unified() {
		data, err := os.ReadFile("/sys/fs/cgroup/cgroup.controllers")
		return strings.Fields(string(data)), "2", err
	}
	all, _, err := cgroups.Hierarchies()
	for _, hierarchy := range all {
		found = append(found, strings.Split(filepath.Base(hierarchy), ",")...)
	}
	if err == nil && len(all) == 0 {
		err = errors.New("none are mounted at /sys/fs/cgroup")
	}
	return found, "1", err
}

// kernelMessages looks for the device at which the kubelet learns of processes killed for lack of memory.
func kernelMessages() Check {
	if _, err := os.Stat("/dev/kmsg"); err != nil {
		return failed("kmsg", "In a container, add `--device /dev/kmsg`.", "the device /dev/kmsg is missing")
	}
	return passed("kmsg", "/dev/kmsg is there")
}

const (
	leastDisk   = 1 << 30
	leastMemory = 800 << 20
)

// diskSpace looks for room for images and volumes. The kubelet stops working when 1% is left.
func diskSpace(home string) Check {
	folder := home
	var s unix.Statfs_t
	err := unix.Statfs(folder, &s)
	for errors.Is(err, fs.ErrNotExist) && folder != "/" {
		folder = filepath.Dir(folder)
		err = unix.Statfs(folder, &s)
	}
	if err != nil {
		return failed("disk", "Set CHANDLER_CLUSTER_HOME to a folder on a disk.", "the room at %s is unknown: %v", home, err)
	}
	free := s.Bavail * uint64(s.Bsize)
	if free < leastDisk || s.Bavail*50 < s.Blocks {
		return failed("disk", "Make room, or set CHANDLER_CLUSTER_HOME to a folder on another disk.", "only %d MB are free at %s", free>>20, home)
	}
	return passed("disk", "%d GB are free at %s", free>>30, home)
}

// freeMemory looks for the memory that the components and some Pods take.
func freeMemory() Check {
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return failed("memory", "Mount /proc.", "the free memory is unknown: %v", err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var kilobytes uint64
		if _, err := fmt.Sscanf(lines.Text(), "MemAvailable: %d kB", &kilobytes); err != nil {
			continue
		}
		if kilobytes<<10 < leastMemory {
			return failed("memory", "End other programs: a cluster takes about 500 MB, and 5 MB for each Pod.", "only %d MB are available", kilobytes>>10)
		}
		return passed("memory", "%d MB are available", kilobytes>>10)
	}
	return passed("memory", "the kernel does not tell what is available")
}
