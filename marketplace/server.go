// Package marketplace puts the store together: database, registry, engine, API and web client, in one server.
package marketplace

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/web"
)

// parts are what a server is made of.
type parts struct {
	config    *Config
	store     store.Store
	artifacts *artifacts.Store
	pulls     pullKey
	metrics   *metrics
	engine    *engine.Engine
	api       *api.Server
	routes    routes
}

// open opens all that the server needs. Of what was opened nothing stays open if something cannot be.
func open(ctx context.Context, c *Config) (p *parts, err error) {
	p = &parts{config: c}
	if p.routes, err = apiRoutes(); err != nil {
		return nil, err
	}
	if p.store, err = store.Open(ctx, c.Database, c.Log); err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := p.assemble(ctx); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *parts) assemble(ctx context.Context) error {
	c := p.config
	sealer, err := auth.KeyFile(c.KeyFile)
	if err != nil {
		return fmt.Errorf("read the keys that secrets are sealed with: %w", err)
	}
	proxies, err := c.proxies()
	if err != nil {
		return err
	}
	if err := sameFolder(ctx, p.store, c.Data); err != nil {
		return err
	}
	options := artifacts.Options{Host: c.RegistryHost, DeployerBinary: c.Deployer, Worker: c.Worker, Registries: c.ImportFrom}
	if p.artifacts, err = artifacts.Open(filepath.Join(c.Data, artifactsPath), options); err != nil {
		return err
	}
	if p.pulls, err = loadPullKey(ctx, p.store, sealer); err != nil {
		return fmt.Errorf("load the registry's key: %w", err)
	}
	p.metrics = newMetrics(p.store)
	p.engine = engine.New(engine.Options{Store: p.store, Artifacts: p.artifacts, Sealer: sealer, Log: c.Log, Owner: owner(), AtOnce: c.AtOnce, Lease: c.Lease,
		Logs: filepath.Join(c.Data, runsPath), PullConfig: p.pulls.config, Done: p.metrics.workDone})
	p.api = &api.Server{Store: p.store, Artifacts: p.artifacts, Engine: p.engine, Log: c.Log, Passwords: auth.NewPasswords(runtime.NumCPU()),
		Throttle: auth.NewThrottle(), Sealer: sealer, Cookies: auth.Cookies{Secure: strings.HasPrefix(c.Public, "https:")}, Proxies: proxies,
		Public: c.Public, CheckKubeconfig: checkKubeconfig, Asked: sayAsker}
	return nil
}

func (p *parts) close() {
	if err := p.store.Close(); err != nil {
		p.config.Log.Error("the database was not closed", "error", err)
	}
}

// handler is all that the store answers in public.
func (p *parts) handler(ctx context.Context) http.Handler {
	answers := p.api.Handler()
	mux := http.NewServeMux()
	mux.Handle("/api/", answers)
	mux.Handle("/openapi.json", answers)
	mux.Handle(routeRegistry, p.artifacts.Handler(p.pulls.allow))
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", readyz(p.store, p.config.Data))
	mux.Handle(routeWeb, web.Handler())
	return &requests{next: mux, routes: p.routes, metrics: p.metrics, log: p.config.Log, closing: ctx}
}

// Admin is the account that the store makes when it has no platform administrator.
const Admin = "admin"

// firstLink gives the link for the first administrator; empty if there is one.
func (p *parts) firstLink(ctx context.Context) (string, error) {
	admins := 0
	err := p.store.View(ctx, func(tx store.Tx) error {
		list, err := tx.ListUsers(store.UserQuery{Role: domain.PlatformAdmin}, store.Page{Limit: 1})
		admins = list.Total
		return err
	})
	if err != nil || admins > 0 {
		return "", err
	}
	return p.api.AdminLink(ctx, Admin)
}

// AdminLink makes a link by which an administrator gets in, once. It works on the database, with or without a server.
func AdminLink(ctx context.Context, c Config, user string) (string, error) {
	if err := c.complete(); err != nil {
		return "", err
	}
	if c.Public == "" {
		c.Public = "http://" + c.Address
	}
	p, err := open(ctx, &c)
	if err != nil {
		return "", err
	}
	defer p.close()
	return p.api.AdminLink(ctx, user)
}

// Migrate brings the database's tables up to date.
func Migrate(ctx context.Context, c Config) error {
	if err := c.complete(); err != nil {
		return err
	}
	s, err := store.Open(ctx, c.Database, c.Log)
	if err != nil {
		return err
	}
	return s.Close()
}

// owner names this process among those on the same database.
func owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "store"
	}
	return domain.NewID(host)
}

// checkKubeconfig is api.Server.CheckKubeconfig.
func checkKubeconfig(text []byte) (server string, keep []byte, err error) {
	k, err := clusters.CheckKubeconfig(text)
	if err != nil {
		return "", nil, err
	}
	return k.Server, k.Bytes(), nil
}
