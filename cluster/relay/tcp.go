package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync"

	"golang.org/x/sys/unix"
)

// TCP accepts connections that were redirected to the listener, and carries each to where it was meant to go.
func (h *Host) TCP(ctx context.Context, listener *net.TCPListener) error {
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	var open sync.WaitGroup
	defer open.Wait()
	for {
		client, err := listener.AcceptTCP()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept a connection to relay: %w", err)
		}
		open.Go(func() {
			target, err := destination(client)
			if err != nil || target == addrPort(client.LocalAddr()) {
				_ = client.Close() // it was not redirected
				return
			}
			h.carry(ctx, client, target)
		})
	}
}

// carry copies both ways until both sides are done. If the target does not answer, the client sees a reset.
func (h *Host) carry(ctx context.Context, client *net.TCPConn, target netip.AddrPort) {
	defer func() { _ = client.Close() }()
	connection, err := h.Dial(ctx, "tcp", target.String())
	if err != nil {
		_ = client.SetLinger(0)
		return
	}
	server, ok := connection.(*net.TCPConn)
	if !ok {
		return
	}
	defer func() { _ = server.Close() }()
	stop := context.AfterFunc(ctx, func() { _, _ = client.Close(), server.Close() })
	defer stop()
	var both sync.WaitGroup
	both.Go(func() { pipe(server, client) })
	both.Go(func() { pipe(client, server) })
	both.Wait()
}

// pipe copies until the source ends, and passes the end on.
func pipe(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		_ = to.SetLinger(0)
		_ = to.Close()
		return
	}
	_ = to.CloseWrite()
}

// destination asks the kernel where a redirected connection was meant to go.
func destination(c *net.TCPConn) (netip.AddrPort, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return netip.AddrPort{}, err
	}
	var target netip.AddrPort
	var asked error
	err = raw.Control(func(fd uintptr) {
		// The kernel writes a sockaddr_in, for which this type is large enough: family, port, address.
		m, err := unix.GetsockoptIPv6Mreq(int(fd), unix.SOL_IP, unix.SO_ORIGINAL_DST)
		if err != nil {
			asked = err
			return
		}
		b := m.Multiaddr
		target = netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), uint16(b[2])<<8|uint16(b[3]))
	})
	return target, errors.Join(err, asked)
}

func addrPort(a net.Addr) netip.AddrPort {
	t, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	p := t.AddrPort()
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}
