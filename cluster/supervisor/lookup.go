package supervisor

import (
	"context"
	"net"
	"net/netip"
	"time"
)

// lookup asks the name server at the given address.
func lookup(ctx context.Context, server netip.Addr, name string) ([]string, error) {
	resolver := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", netip.AddrPortFrom(server, 53).String())
	}}
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	return resolver.LookupHost(ctx, name)
}
