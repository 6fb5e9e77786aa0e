package clusters

import (
	"fmt"
	"net/http"
	"sync"

	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/internal/kube"
)

// maxClients is how many users' clients of a cluster are kept at hand.
const maxClients = 128

// Cluster is a connection to a cluster. All its clients share the connections of one transport. It is safe for use by
// several goroutines.
type Cluster struct {
	// Platform acts with the registered credentials.
	Platform *kube.Client

	config    *rest.Config
	transport *http.Transport

	mutex   sync.Mutex
	clients map[Identity]*kube.Client
	recent  []Identity // those of clients, the one used last at the end
}

// Option changes how Connect connects.
type Option func(*connection)

type connection struct {
	wrap func(http.RoundTripper) http.RoundTripper
}

// Wrap has every request of the cluster's clients go through a RoundTripper, which is given the one that sends it.
func Wrap(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return func(c *connection) { c.wrap = wrap }
}

// Connect makes the clients for a cluster. It does no I/O: About tells whether the cluster answers. Close ends the
// connections.
func Connect(k *Kubeconfig, options ...Option) (*Cluster, error) {
	var with connection
	for _, o := range options {
		o(&with)
	}
	tls, err := rest.TLSConfigFor(k.config)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", k.Server, err)
	}
	// A transport of its own: those that client-go makes are never let go.
	c := &Cluster{transport: utilnet.SetTransportDefaults(&http.Transport{TLSClientConfig: tls}), clients: map[Identity]*kube.Client{}}
	c.config = &rest.Config{Host: k.config.Host, BearerToken: k.config.BearerToken, Username: k.config.Username, Password: k.config.Password,
		Transport: bounded{c.transport}, WarningHandler: rest.NoWarnings{}}
	if with.wrap != nil {
		c.config.Transport = with.wrap(c.config.Transport)
	}
	if c.Platform, err = kube.New(c.config); err != nil {
		return nil, err
	}
	return c, nil
}

// Server is the address of the cluster's API server.
func (c *Cluster) Server() string { return c.config.Host }

// Close ends the connections that are not in use.
func (c *Cluster) Close() { c.transport.CloseIdleConnections() }
