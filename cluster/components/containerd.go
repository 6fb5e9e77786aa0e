package components

import (
	"fmt"

	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/node"
)

// ContainerdSocket is where containerd listens, in the node.
const ContainerdSocket = "/run/containerd/containerd.sock"

// Containerd runs containers and keeps images.
func Containerd(s Settings) Component {
	file := fmt.Sprintf(`version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs",
  "io.containerd.differ.v1.erofs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[grpc]
  address = %[1]q
[plugins.'io.containerd.internal.v1.opt']
  path = "/var/lib/containerd/opt"
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
  enable_selinux = false
  disable_apparmor = true
  tolerate_missing_hugetlb_controller = true
  [plugins.'io.containerd.cri.v1.runtime'.cni]
    bin_dirs = ["%[2]s/cni"]
    conf_dir = %[3]q
    use_internal_loopback = true
  [plugins.'io.containerd.cri.v1.runtime'.containerd]
    default_runtime_name = "runc"
    [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
        BinaryName = %[4]q
        SystemdCgroup = false
[plugins.'io.containerd.cri.v1.images']
  snapshotter = "overlayfs"
  [plugins.'io.containerd.cri.v1.images'.registry]
    config_path = %[6]q
  [plugins.'io.containerd.cri.v1.images'.pinned_images]
    sandbox = %[5]q
`, ContainerdSocket, node.Programs, config("cni"), node.Runtime, PauseImage, config("registries"))
	// Whatever the registry, what has been loaded is asked for first.
	mirror := fmt.Sprintf("[host.%q]\n  capabilities = [\"pull\", \"resolve\"]\n", fmt.Sprintf("http://127.0.0.1:%d", network.MirrorPort))
	return Component{
		Name: "containerd", Args: []string{"--config=" + config("containerd.toml")}, Env: s.Proxies,
		Files: map[string]string{"containerd.toml": file, "registries/_default/hosts.toml": mirror},
	}
}

// PauseImage is the name of the image whose only process holds a Pod's namespaces.
const PauseImage = "chandler.local/cluster/pause:1"
