package components

import (
	"fmt"
	"os"

	"github.com/chandler-dev/chandler/cluster/network"
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
	forward . 127.0.0.1:%[3]d
}
`, s.Plan.Node(), pki("admin.kubeconfig"), network.ResolverPort)
	return Component{Name: "coredns", Args: []string{config("Corefile")}, Files: map[string]string{"Corefile": file}}
}

// WriteResolvConf writes the node's resolv.conf, which Pods get that do not want the cluster's names.
func WriteResolvConf(s Settings) error {
	content := fmt.Sprintf("nameserver %s\n", s.Plan.Node())
	if err := os.WriteFile(config("resolv.conf"), []byte(content), 0o644); err != nil {
		return fmt.Errorf("configure name resolution: %w", err)
	}
	return nil
}
