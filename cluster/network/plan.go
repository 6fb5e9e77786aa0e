// Package network gives every cluster addresses of its own and connects its node with the host.
//
// A cluster has one /16, so that one route on the host leads to all of it:
//
//	.0.0/30    the link: .0.1 the host, .0.2 the node
//	.1.0/24    addresses of Services of type LoadBalancer
//	.16.0/20   addresses of Services (.16.1 is the API server's)
//	.128.0/17  addresses of Pods
package network

import "net/netip"

// Plan says which address a cluster uses for what.
type Plan struct{ Range netip.Prefix }

// Host is the host's address on the link to the node.
func (p Plan) Host() netip.Addr { return p.at(0, 1) }

// Node is the node's address; the API server listens there.
func (p Plan) Node() netip.Addr { return p.at(0, 2) }

// Link is the subnet between host and node.
func (p Plan) Link() netip.Prefix { return netip.PrefixFrom(p.at(0, 0), 30) }

// LoadBalancers is the range for Services of type LoadBalancer.
func (p Plan) LoadBalancers() netip.Prefix { return netip.PrefixFrom(p.at(1, 0), 24) }

// Services is the range of cluster IPs.
func (p Plan) Services() netip.Prefix { return netip.PrefixFrom(p.at(16, 0), 20) }

// Kubernetes is the cluster IP of the Service kubernetes.default.
func (p Plan) Kubernetes() netip.Addr { return p.at(16, 1) }

// Pods is the range of Pod addresses.
func (p Plan) Pods() netip.Prefix { return netip.PrefixFrom(p.at(128, 0), 17) }

func (p Plan) at(third, fourth byte) netip.Addr {
	a := p.Range.Addr().As4()
	return netip.AddrFrom4([4]byte{a[0], a[1], third, fourth})
}
