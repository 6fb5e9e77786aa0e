// Package relay carries what leaves a cluster through the host's network namespace: TCP connections, and questions for
// the host's name servers. So Pods reach what the host reaches, also what only it does, such as a resolver on
// localhost, and the host's forwarding and firewall stay as they are.
package relay

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

const dialLimit = 10 * time.Second

// Host opens connections in the host's network namespace.
type Host struct {
	namespace *os.File // the host's
	own       *os.File
}

// NewHost takes the open host's namespace.
func NewHost(namespace *os.File) (*Host, error) {
	own, err := os.Open("/proc/self/ns/net")
	if err != nil {
		return nil, fmt.Errorf("open own network namespace: %w", err)
	}
	return &Host{namespace: namespace, own: own}, nil
}

// Dial connects to an address, which must be numeric, as the host would.
func (h *Host) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	type result struct {
		connection net.Conn
		err        error
	}
	done := make(chan result, 1)
	go func() {
		runtime.LockOSThread() // a namespace is a thread's
		if err := unix.Setns(int(h.namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			runtime.UnlockOSThread()
			done <- result{err: fmt.Errorf("enter the host's network: %w", err)}
			return
		}
		connection, err := (&net.Dialer{Timeout: dialLimit}).DialContext(ctx, network, address)
		if unix.Setns(int(h.own.Fd()), unix.CLONE_NEWNET) == nil {
			runtime.UnlockOSThread() // else the thread ends with this goroutine
		}
		done <- result{connection, err}
	}()
	r := <-done
	return r.connection, r.err
}
