// Package faultproxy stands in front of an API server and spoils what goes through it, as a test says: for proofs that
// clients live with it.
//
// It speaks HTTP/2 with TLS to its clients, as API servers do. Requests with a token go on with that; all others go on
// with the credentials of the proxy. Rules say which requests are spoiled, and how; every request is counted.
package faultproxy

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/cert"
)

const host = "127.0.0.1"

// certificate is made once: it takes a moment.
var certificate = sync.OnceValues(func() (pem [2][]byte, err error) {
	pem[0], pem[1], err = cert.GenerateSelfSignedCertKey(host, []net.IP{net.ParseIP(host)}, nil)
	return pem, err
})

// Proxy is a proxy that runs. Its methods may be called at any time.
type Proxy struct {
	config  *rest.Config // for its clients
	tls     *tls.Config
	known   http.Handler // to the API server, as the proxy
	asTheir http.Handler // to the API server, with the client's token

	mutex    sync.Mutex
	address  string
	server   *http.Server // nil while it is down
	listener net.Listener
	rules    []*active
	requests []Request
}

// New starts a proxy in front of the API server of a configuration. Close ends it.
func New(config *rest.Config) (*Proxy, error) {
	pem, err := certificate()
	if err != nil {
		return nil, fmt.Errorf("make the proxy's certificate: %w", err)
	}
	pair, err := tls.X509KeyPair(pem[0], pem[1])
	if err != nil {
		return nil, fmt.Errorf("make the proxy's certificate: %w", err)
	}
	p := &Proxy{tls: &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, address: host + ":0"}
	if p.known, err = forward(config); err != nil {
		return nil, err
	}
	if p.asTheir, err = forward(rest.AnonymousClientConfig(config)); err != nil {
		return nil, err
	}
	if err := p.Up(); err != nil {
		return nil, err
	}
	p.config = &rest.Config{Host: "https://" + p.address, TLSClientConfig: rest.TLSClientConfig{CAData: pem[0]}, WarningHandler: rest.NoWarnings{}}
	return p, nil
}

// forward makes the way to the API server.
func forward(config *rest.Config) (http.Handler, error) {
	transport, err := rest.TransportFor(config)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	server, err := url.Parse(config.Host)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", config.Host, err)
	}
	next := httputil.NewSingleHostReverseProxy(server)
	next.ErrorLog = log.New(io.Discard, "", 0) // what breaks is meant to
	next.Transport, next.FlushInterval = transport, -1
	return next, nil
}

// Config gives what a client needs to come through the proxy. It has no credentials: without some of its own a client
// is who the proxy is.
func (p *Proxy) Config() *rest.Config { return rest.CopyConfig(p.config) }

// Up lets the proxy listen, at the address that it had before it was taken down.
func (p *Proxy) Up() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", p.address)
	if err != nil {
		return fmt.Errorf("start the proxy: %w", err)
	}
	p.address, p.listener = listener.Addr().String(), listener
	p.server = &http.Server{Handler: p, TLSConfig: p.tls.Clone(), ErrorLog: log.New(io.Discard, "", 0)}
	go func(s *http.Server) { _ = s.ServeTLS(listener, "", "") }(p.server) // ends with Down
	return nil
}

// Down cuts all connections and refuses new ones, as an API server that is being restarted does.
func (p *Proxy) Down() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.server != nil {
		_ = p.listener.Close() // a server that has not begun to serve does not know it
		_ = p.server.Close()
		p.server = nil
	}
}

// Close ends the proxy.
func (p *Proxy) Close() { p.Down() }

// ServeHTTP implements http.Handler: it lets the first rule that wants a request answer it.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	next := p.known
	if r.Header.Get("Authorization") != "" {
		next = p.asTheir
	}
	if fault := p.note(requestOf(r)); fault != nil {
		fault(w, r, next)
		return
	}
	next.ServeHTTP(w, r)
}

// note counts a request, and gives what is to be done to it; nil if nothing is.
func (p *Proxy) note(r Request) Fault {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	defer func() { p.requests = append(p.requests, r) }()
	for _, rule := range p.rules {
		if rule.wants(r) {
			r.Spoiled = true
			return rule.Do
		}
	}
	return nil
}

// Add adds rules, which come after those that are there.
func (p *Proxy) Add(rules ...Rule) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, r := range rules {
		p.rules = append(p.rules, newActive(r))
	}
}

// Clear takes all rules away.
func (p *Proxy) Clear() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.rules = nil
}

// Requests gives those so far that match, in their order.
func (p *Proxy) Requests(match Match) []Request {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var found []Request
	for _, r := range p.requests {
		if match(r) {
			found = append(found, r)
		}
	}
	return found
}
