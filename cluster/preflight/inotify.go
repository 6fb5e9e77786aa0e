package preflight

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// inotifyNeeded is how many inotify instances the components of a cluster have open.
const inotifyNeeded = 24

// inotify tries whether the kernel lets one more cluster watch its files. Without that containerd leaves its service for
// the kubelet away, and says so nowhere but in its log.
func inotify() Check {
	var open []int
	defer func() {
		for _, fd := range open {
			_ = unix.Close(fd)
		}
	}()
	for range inotifyNeeded {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
		if err != nil {
			most, _ := os.ReadFile("/proc/sys/fs/inotify/max_user_instances")
			return failed("inotify", "Take clusters down that are not used (`chandler cluster list`), or allow more: `sysctl fs.inotify.max_user_instances=1024`.",
				"a cluster needs %d inotify instances, and only %d are left of %s (%v)", inotifyNeeded, len(open), strings.TrimSpace(string(most)), err)
		}
		open = append(open, fd)
	}
	return passed("inotify", "%d more instances can be had", inotifyNeeded)
}
