package network

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Taken lists the IPv4 networks the host already uses: its addresses and routes, except default routes.
func Taken() ([]netip.Prefix, error) {
	var taken []netip.Prefix
	addresses, err := netlink.AddrList(nil, netlink.FAMILY_V4)
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	for _, a := range addresses {
		taken = appendPrefix(taken, a.IPNet)
	}
	routes, err := netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Table: unix.RT_TABLE_UNSPEC}, netlink.RT_FILTER_TABLE)
	if err != nil {
		return nil, fmt.Errorf("list routes: %w", err)
	}
	for _, r := range routes {
		taken = appendPrefix(taken, r.Dst)
	}
	return taken, nil
}

// appendPrefix leaves out default routes, also those that a VPN halves into 0.0.0.0/1 and 128.0.0.0/1.
func appendPrefix(list []netip.Prefix, n *net.IPNet) []netip.Prefix {
	if n == nil {
		return list
	}
	address, ok := netip.AddrFromSlice(n.IP.To4())
	bits, _ := n.Mask.Size()
	if !ok || bits < 4 {
		return list
	}
	return append(list, netip.PrefixFrom(address, bits).Masked())
}

// Connect makes the veth pair called link between the host and the network namespace of process pid,
// where its end is called eth0, and routes the cluster's range to the node. The node sets up its own end.
func Connect(link string, plan Plan, pid int) error {
	if err := Disconnect(link); err != nil {
		return err
	}
	attributes := netlink.NewLinkAttrs()
	attributes.Name = link
	pair := &netlink.Veth{LinkAttrs: attributes, PeerName: "eth0", PeerNamespace: netlink.NsPid(pid)}
	if err := netlink.LinkAdd(pair); err != nil {
		return fmt.Errorf("make network interface %s: %w (the kernel needs veth: try `modprobe veth`)", link, err)
	}
	host, err := netlink.LinkByName(link)
	if err != nil {
		return fmt.Errorf("find network interface %s: %w", link, err)
	}
	if err := addAddress(host, netip.PrefixFrom(plan.Host(), plan.Link().Bits())); err != nil {
		return err
	}
	route := &netlink.Route{LinkIndex: host.Attrs().Index, Dst: ipNet(plan.Range), Gw: plan.Node().AsSlice()}
	if err := netlink.RouteAdd(route); err != nil {
		return fmt.Errorf("route %s to the cluster: %w", plan.Range, err)
	}
	return nil
}

// Disconnect removes the host's end of the pair, with it the other end and the routes. It may be gone already.
func Disconnect(link string) error {
	host, err := netlink.LinkByName(link)
	if errors.As(err, &netlink.LinkNotFoundError{}) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find network interface %s: %w", link, err)
	}
	if err := netlink.LinkDel(host); err != nil && !errors.Is(err, unix.ENODEV) {
		return fmt.Errorf("remove network interface %s: %w", link, err)
	}
	return nil
}

// SetUpNode configures the node's end of the pair, from within the node's network namespace.
func SetUpNode(plan Plan) error {
	loopback, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("find loopback: %w", err)
	}
	if err := netlink.LinkSetUp(loopback); err != nil {
		return fmt.Errorf("bring loopback up: %w", err)
	}
	eth0, err := netlink.LinkByName("eth0")
	if err != nil {
		return fmt.Errorf("find the node's interface: %w", err)
	}
	if err := addAddress(eth0, netip.PrefixFrom(plan.Node(), plan.Link().Bits())); err != nil {
		return err
	}
	if err := netlink.RouteAdd(&netlink.Route{LinkIndex: eth0.Attrs().Index, Gw: plan.Host().AsSlice()}); err != nil {
		return fmt.Errorf("add the node's default route: %w", err)
	}
	return nil
}

func addAddress(link netlink.Link, p netip.Prefix) error {
	if err := netlink.AddrAdd(link, &netlink.Addr{IPNet: ipNet(p)}); err != nil {
		return fmt.Errorf("give %s the address %s: %w", link.Attrs().Name, p, err)
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return fmt.Errorf("bring %s up: %w", link.Attrs().Name, err)
	}
	return nil
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), 32)}
}
