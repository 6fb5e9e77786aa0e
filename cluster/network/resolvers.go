package network

import (
	"bufio"
	"net/netip"
	"os"
	"strings"
)

// Resolvers lists the host's name servers that can be reached from outside the host's network namespace, which those
// on loopback addresses cannot.
func Resolvers() []netip.Addr {
	// Where systemd-resolved listens on a loopback address, it lists the servers it asks in the second file.
	for _, file := range []string{"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"} {
		if found := resolversOf(file); len(found) > 0 {
			return found
		}
	}
	return nil
}

func resolversOf(file string) []netip.Addr {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var found []netip.Addr
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] != "nameserver" {
			continue
		}
		// The node has no IPv6.
		if a, err := netip.ParseAddr(fields[1]); err == nil && a.Is4() && !a.IsLoopback() {
			found = append(found, a)
		}
	}
	return found
}
