package network

import "fmt"

// Masquerade is the nftables ruleset, for `nft -f -` in the node, that hides Pods behind the node's address
// when they talk to addresses outside the cluster, which know no way back to a Pod.
func Masquerade(plan Plan) string {
	return fmt.Sprintf(`table ip chandler {
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr %s ip daddr != %s masquerade
	}
}
`, plan.Pods(), plan.Range)
}
