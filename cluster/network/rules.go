package network

import (
	"fmt"
	"net/netip"
	"strings"
)

const (
	// RelayPort is where connections to addresses outside the cluster are redirected to.
	RelayPort = 15001
	// ResolverPort is where the host's name servers are asked, at 127.0.0.1 in the node.
	ResolverPort = 15053
	// MirrorPort is where loaded images are served as from a registry, at 127.0.0.1 in the node.
	MirrorPort = 15000
)

// Rules is the nftables ruleset of the node, for `nft -f`. The cluster and the host's own addresses are reached by
// routing, Pods hidden behind the node's address, as the host knows no way back to a Pod of another network; all else by
// the relay, which carries TCP only. Other packets are refused rather than lost, so that nobody waits for an answer.
func Rules(plan Plan, host []netip.Addr) string {
	near := []string{plan.Range.String(), "127.0.0.0/8"}
	for _, a := range host {
		near = append(near, a.String())
	}
	return fmt.Sprintf(`table ip chandler {
	set near {
		type ipv4_addr
		flags interval
		auto-merge
		elements = { %s }
	}
	chain prerouting {
		type nat hook prerouting priority -90; policy accept;
		ip daddr != @near meta l4proto tcp redirect to :%d
	}
	chain output {
		type nat hook output priority -90; policy accept;
		ip daddr != @near meta l4proto tcp redirect to :%[2]d
	}
	chain postrouting {
		type nat hook postrouting priority 90; policy accept;
		ip saddr %s ip daddr != %s masquerade
	}
	chain forward {
		type filter hook forward priority 0; policy accept;
		ip daddr != @near reject with icmp admin-prohibited
	}
	chain local {
		type filter hook output priority 0; policy accept;
		ip daddr != @near reject with icmp admin-prohibited
	}
}
`, strings.Join(near, ", "), RelayPort, plan.Pods(), plan.Range)
}
