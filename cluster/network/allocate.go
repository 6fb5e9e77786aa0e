package network

import (
	"errors"
	"net/netip"
)

// pools are private ranges, the least used by others first. Each gives as many clusters as it has /16s.
var pools = []netip.Prefix{
	netip.MustParsePrefix("10.64.0.0/10"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("198.18.0.0/15"), // set aside for benchmarks, never routed
}

// ErrNoRange means that the host's own networks leave no room for a cluster.
var ErrNoRange = errors.New("no free address range: all /16 networks in 10.64.0.0/10, 172.16.0.0/12 and 198.18.0.0/15 overlap with networks of this host or other clusters; `ip route` shows them")

// Allocate returns a plan whose range overlaps none of those taken.
func Allocate(taken []netip.Prefix) (Plan, error) {
	for _, pool := range pools {
		for candidate := first(pool); pool.Contains(candidate.Addr()); candidate = next(candidate) {
			if !Overlaps(candidate, taken) {
				return Plan{Range: candidate}, nil
			}
		}
	}
	return Plan{}, ErrNoRange
}

// Overlaps says whether p shares an address with one of those taken.
func Overlaps(p netip.Prefix, taken []netip.Prefix) bool {
	for _, t := range taken {
		if p.Overlaps(t) {
			return true
		}
	}
	return false
}

func first(pool netip.Prefix) netip.Prefix {
	return netip.PrefixFrom(pool.Masked().Addr(), 16)
}

func next(p netip.Prefix) netip.Prefix {
	a := p.Addr().As4()
	a[1]++
	if a[1] == 0 {
		a[0]++
	}
	return netip.PrefixFrom(netip.AddrFrom4(a), 16)
}
