package marketplace

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// Serve runs a marketplace until ctx is over: then it stops taking work, lets go of what it holds, ends the streams of
// those who follow what changes, and waits for the requests that are being answered. The error says why it could not
// begin, or had to end.
func Serve(ctx context.Context, c Config) error {
	if err := c.complete(); err != nil {
		return err
	}
	release, err := store.Alone(c.Database)
	if err != nil {
		return err
	}
	defer func() { _ = release() }() // the process's end does it too
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Address)
	if err != nil {
		return fmt.Errorf("listen at %s: %w", c.Address, err)
	}
	c.Public = c.publicURL(listener.Addr())
	p, err := open(ctx, &c)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer p.close()
	servers := []*server{{listener: listener, handler: p.handler(ctx), cert: c.TLSCert, key: c.TLSKey, log: c.Log}}
	if c.MetricsAddress != "" {
		private, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.MetricsAddress)
		if err != nil {
			return errors.Join(fmt.Errorf("listen at %s: %w", c.MetricsAddress, err), listener.Close())
		}
		servers = append(servers, &server{listener: private, handler: p.metrics.handler(), log: c.Log})
	}
	link, err := p.firstLink(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	c.Log.InfoContext(ctx, "the store answers", "address", listener.Addr().String(), "public", c.Public)
	if c.Ready != nil {
		c.Ready(Started{URL: c.Public, First: link, AdminLink: func(ctx context.Context) (string, error) { return p.api.AdminLink(ctx, Admin) }})
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { p.engine.Run(ctx); return nil })
	for _, s := range servers {
		g.Go(func() error { return s.serve(ctx) })
	}
	err = g.Wait()
	c.Log.InfoContext(context.WithoutCancel(ctx), "the store has stopped")
	return err
}

// server answers at one address.
type server struct {
	listener  net.Listener
	handler   http.Handler
	cert, key string
	log       *slog.Logger
}

// The bounds of what one client can make the server hold on to.
const (
	headerTime  = 10 * time.Second
	bodyTime    = 10 * time.Minute
	idleTime    = 2 * time.Minute
	headerBytes = 64 << 10
	// leaving is how long requests may still take when the server stops.
	leaving = 15 * time.Second
)

// serve answers until ctx is over, and a little longer what was asked before.
func (s *server) serve(ctx context.Context) error {
	h := &http.Server{Handler: s.handler, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	go func() {
		if s.cert != "" {
			ended <- h.ServeTLS(s.listener, s.cert, s.key) // with HTTP/2
			return
		}
		ended <- h.Serve(s.listener)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serve at %s: %w", s.listener.Addr(), err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaving)
	defer cancel()
	if err := h.Shutdown(stop); err != nil {
		return errors.Join(fmt.Errorf("some requests were not answered to their end: %w", err), h.Close())
	}
	return nil
}
