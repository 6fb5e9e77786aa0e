package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// away gives a kubeconfig for the cluster of another one that is farther away: what is sent to it and from it passes
// through this process, which keeps each piece for half of the round trip. It passes until ctx ends.
func away(ctx context.Context, kubeconfig, folder string, roundTrip time.Duration) (string, error) {
	config, err := clientcmd.LoadFromFile(kubeconfig)
	if err != nil {
		return "", err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	context.AfterFunc(ctx, func() { _ = listener.Close() })
	for _, cluster := range config.Clusters {
		server, err := url.Parse(cluster.Server)
		if err != nil {
			return "", err
		}
		go passAll(ctx, listener, server.Host, roundTrip/2)
		cluster.Server, cluster.TLSServerName = "https://"+listener.Addr().String(), server.Hostname()
	}
	path := filepath.Join(folder, fmt.Sprintf("kubeconfig-%s-away", roundTrip))
	return path, clientcmd.WriteToFile(*config, path)
}

// passAll passes on what comes to a listener, until that is closed.
func passAll(ctx context.Context, listener net.Listener, to string, delay time.Duration) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		far, err := new(net.Dialer).DialContext(ctx, "tcp", to)
		if err != nil {
			_ = near.Close() // whose client reports it
			continue
		}
		go pass(far, near, delay)
		go pass(near, far, delay)
	}
}

// late is a piece of what is passed on, and when it arrives.
type late struct {
	at   time.Time
	data []byte
}

// pass sends to one end what comes from the other, each piece after the delay. In the end it closes both.
func pass(to io.WriteCloser, from io.ReadCloser, delay time.Duration) {
	pieces := make(chan late, 1<<12)
	go func() {
		defer func() { _ = errors.Join(to.Close(), from.Close()) }() // they end together, each of them once more
		for piece := range pieces {
			<-time.After(time.Until(piece.at))
			if _, err := to.Write(piece.data); err != nil {
				break
			}
		}
		for range pieces { // so that the reader is not held up
		}
	}()
	defer close(pieces)
	for {
		buffer := make([]byte, 32<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			pieces <- late{time.Now().Add(delay), buffer[:n]}
		}
		if err != nil {
			return
		}
	}
}

// latency is what the smallest of requests takes, the median of many.
func latency(config *rest.Config) (time.Duration, error) {
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return 0, err
	}
	var times series
	for range 101 {
		began := time.Now()
		if _, err := client.ServerVersion(); err != nil {
			return 0, err
		}
		times = append(times, time.Since(began))
	}
	return slices.Clone(times).median(), nil
}
