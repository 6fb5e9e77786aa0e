package components

import (
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/chandler-dev/chandler/cluster/state"
)

// CoreDNS answers for the names of Services and Pods, and asks the host's resolvers for all others.
func CoreDNS(s Settings) Component {
	file := fmt.Sprintf(`.:53 {
	bind %[1]s
	errors
	ready 127.0.0.1:8181
	cache 5
	kubernetes cluster.local in-addr.arpa ip6.arpa {
		kubeconfig %[2]s
		pods insecure
		ttl 5
	}
%[3]s}
`, s.Plan.Node(), pki("admin.kubeconfig"), forward(s.Resolvers))
	return Component{Name: "coredns", Args: []string{config("Corefile")}, Files: map[string]string{"Corefile": file}}
}

func forward(resolvers []netip.Addr) string {
	if len(resolvers) == 0 {
		return ""
	}
	var names []string
	for _, r := range resolvers {
		names = append(names, r.String())
	}
	return "\tforward . " + strings.Join(names, " ") + "\n"
}

// WriteResolvConf writes the node's resolv.conf, which Pods get that do not use the cluster's DNS.
func WriteResolvConf(s Settings) error {
	var text strings.Builder
	for _, r := range s.Resolvers {
		fmt.Fprintf(&text, "nameserver %s\n", r)
	}
	if err := os.WriteFile(state.Inside.Config("resolv.conf"), []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("configure name resolution: %w", err)
	}
	return nil
}
