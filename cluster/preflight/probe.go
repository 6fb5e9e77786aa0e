package preflight

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Probe tries out what a cluster asks of the kernel, in the namespaces it was started in, and writes the checks as JSON.
func Probe(w io.Writer) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("part from the host's mounts: %w", err)
	}
	return json.NewEncoder(w).Encode([]Check{overlay(), veth(), nftables()})
}

// overlay mounts a file system of the kind that images are unpacked for.
func overlay() Check {
	const name = "overlayfs"
	const fix = "Load it with `modprobe overlay`, and at every boot with `echo overlay > /etc/modules-load.d/chandler.conf`."
	if err := unix.Mount("tmpfs", "/run", "tmpfs", 0, ""); err != nil {
		return failed(name, "In a container, give it the rights of the host's root (`--privileged`).", "nothing can be mounted: %v", err)
	}
	for _, folder := range []string{"lower", "upper", "work", "merged"} {
		if err := os.Mkdir(filepath.Join("/run", folder), 0o755); err != nil {
			return failed(name, fix, "overlayfs cannot be tried: %v", err)
		}
	}
	if err := unix.Mount("overlay", "/run/merged", "overlay", 0, "lowerdir=/run/lower,upperdir=/run/upper,workdir=/run/work"); err != nil {
		return failed(name, fix, "the kernel mounts no overlayfs: %v", err)
	}
	return passed(name, "works")
}

// veth makes the kind of interface that connects Pods.
func veth() Check {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = "probe0"
	if err := netlink.LinkAdd(&netlink.Veth{LinkAttrs: attributes, PeerName: "probe1"}); err != nil {
		return failed("veth", "Load it with `modprobe veth`.", "the kernel makes no veth interfaces: %v", err)
	}
	return passed("veth", "works")
}

// nftables loads the node's rules, and a rule like those of kube-proxy.
func nftables() Check {
	const fix = "Load it with `modprobe -a nf_tables nft_chain_nat nft_masq nft_redir nft_reject_ipv4 nft_numgen nft_ct nft_fib_ipv4`."
	nft, err := Find("nft")
	if err != nil {
		return failed("nftables", "Install nft first.", "rules for packets cannot be tried without the program nft")
	}
	plan, err := network.Allocate(nil)
	if err != nil {
		return failed("nftables", fix, "%v", err)
	}
	rules := network.Rules(plan, nil) + `table ip probe {
	chain nat {
		type nat hook prerouting priority dstnat; policy accept;
		ip daddr 198.18.0.1 tcp dport 80 numgen random mod 2 vmap { 0 : goto one, 1 : goto one }
		fib daddr type local ct state new accept
	}
	chain one { meta l4proto tcp dnat to 198.18.0.2:80; }
}
`
	command := exec.Command(nft, "-f", "-")
	command.Stdin = strings.NewReader(rules)
	if out, err := command.CombinedOutput(); err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return failed("nftables", fix, "the kernel does not take the rules for packets: %s", first)
	}
	return passed("nftables", "works")
}
