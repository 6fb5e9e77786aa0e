package supervisor

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/chandler-dev/chandler/cluster/images"
	"github.com/chandler-dev/chandler/cluster/network"
	"github.com/chandler-dev/chandler/cluster/relay"
	containerd "github.com/containerd/containerd/v2/client"
)

var loopback = net.IPv4(127, 0, 0, 1)

// relay carries connections and questions for name servers through the host's network.
func (s *Supervisor) relay(ctx context.Context) error {
	host, err := relay.NewHost(os.NewFile(networkFile, "the host's network"))
	if err != nil {
		return err
	}
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{Port: network.RelayPort})
	if err != nil {
		return fmt.Errorf("relay connections: %w", err)
	}
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: loopback, Port: network.ResolverPort})
	if err != nil {
		return fmt.Errorf("relay questions for name servers: %w", err)
	}
	s.group.Go(func() error { return host.TCP(ctx, listener) })
	s.group.Go(func() error { return host.DNS(ctx, socket, s.order.Resolvers) })
	return nil
}

// mirror serves loaded images as a registry does.
func (s *Supervisor) mirror(ctx context.Context, client *containerd.Client) error {
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: loopback, Port: network.MirrorPort})
	if err != nil {
		return fmt.Errorf("serve loaded images: %w", err)
	}
	server := &http.Server{Handler: images.Mirror(client), BaseContext: func(net.Listener) context.Context { return ctx }}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	s.group.Go(func() error {
		if err := server.Serve(listener); err != nil && ctx.Err() == nil {
			return fmt.Errorf("serve loaded images: %w", err)
		}
		return nil
	})
	return nil
}
