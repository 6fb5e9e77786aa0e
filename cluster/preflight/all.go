package preflight

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"syscall"
)

// ProbeVerb is the hidden verb of the binary that runs Probe.
const ProbeVerb = "preflight-probe"

const namespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS

// All runs all checks. Those of the kernel try things out in namespaces of their own, which leaves nothing behind.
// The folders are that of the programs beside this one and that of the clusters' state.
func All(ctx context.Context, programs, home string) []Check {
	checks := append(Quick(programs), kernelVersion(), cgroupControllers(), kernelMessages(), diskSpace(home), freeMemory())
	if !checks[0].OK {
		return checks // without root nothing can be tried
	}
	return append(checks, probe(ctx)...)
}

// probe runs Probe in new namespaces.
func probe(ctx context.Context) []Check {
	command := exec.CommandContext(ctx, "/proc/self/exe", ProbeVerb)
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL}
	out, err := command.Output()
	if err != nil && command.Process == nil {
		return []Check{failed("namespaces",
			"In a container, give it the rights of the host's root (`--privileged`). Else see `sysctl user.max_mnt_namespaces user.max_net_namespaces user.max_pid_namespaces`: none may be 0.",
			"namespaces cannot be made: %v", err)}
	}
	checks := []Check{passed("namespaces", "mount, network, process, IPC and host name")}
	var tried []Check
	if err == nil {
		err = json.Unmarshal(out, &tried)
	}
	if err != nil {
		return append(checks, failed("kernel", "Please report this.", "the kernel's abilities cannot be tried: %v", fmt.Errorf("%w: %s", err, out)))
	}
	return append(checks, tried...)
}
