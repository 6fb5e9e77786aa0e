// Package images puts images into a cluster's containerd without a registry.
package images

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/chandler-dev/chandler/cluster/control"
	containerd "github.com/containerd/containerd/v2/client"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials/insecure"
)

const (
	// namespace is containerd's, in which the kubelet's images are.
	namespace   = "k8s.io"
	snapshotter = "overlayfs"
)

// Connect connects to the containerd that listens at the socket, once it does.
func Connect(ctx context.Context, socket string) (*containerd.Client, error) {
	if err := listening(ctx, socket); err != nil {
		return nil, fmt.Errorf("connect to containerd: %w", err)
	}
	connection, err := grpc.NewClient("passthrough:///containerd",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return control.Dial(ctx, socket) }),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: 20 * time.Millisecond, Multiplier: 1.2, MaxDelay: time.Second},
			MinConnectTimeout: time.Second,
		}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20), grpc.MaxCallSendMsgSize(16<<20), grpc.WaitForReady(true)),
	)
	if err != nil {
		return nil, fmt.Errorf("connect to containerd: %w", err)
	}
	client, err := containerd.NewWithConn(connection, containerd.WithDefaultNamespace(namespace))
	if err != nil {
		return nil, fmt.Errorf("connect to containerd: %w", err)
	}
	if _, err := client.Version(ctx); err != nil {
		return nil, fmt.Errorf("connect to containerd: %w", err)
	}
	return client, nil
}

// listening waits until something listens at the socket.
func listening(ctx context.Context, socket string) error {
	pause := time.NewTicker(10 * time.Millisecond)
	defer pause.Stop()
	for {
		connection, err := control.Dial(ctx, socket)
		if err == nil {
			return connection.Close()
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return fmt.Errorf("%w (%w)", context.Cause(ctx), err)
		}
	}
}
