package network

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
)

// Resolvers lists the host's name servers, as /etc/resolv.conf does.
func Resolvers() []netip.Addr {
	f, err := os.Open("/etc/resolv.conf")
	if err != nil {
		return nil // a host without name servers can still run a cluster
	}
	defer func() { _ = f.Close() }()
	var found []netip.Addr
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 || fields[0] != "nameserver" {
			continue
		}
		if a, err := netip.ParseAddr(fields[1]); err == nil {
			found = append(found, a)
		}
	}
	return found
}

// HostAddresses lists the host's IPv4 addresses but for loopback ones.
func HostAddresses() ([]netip.Addr, error) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("list addresses of the host: %w", err)
	}
	var found []netip.Addr
	for _, a := range all {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		if v4, ok := netip.AddrFromSlice(n.IP.To4()); ok && !v4.IsLoopback() {
			found = append(found, v4)
		}
	}
	return found, nil
}
