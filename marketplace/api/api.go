// Package api is the store's HTTP API: OpenAPI 3.1 at /openapi.json, errors as problem+json (RFC 9457) with stable codes,
// lists that the database pages, server-sent events. One resource, one file.
//
// Every handler asks domain's one table of rights first, and does what it does in one transaction.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// Server answers the API's requests.
type Server struct {
	Store     store.Store
	Artifacts *artifacts.Store
	Engine    Engine
	Log       *slog.Logger
	// Now is the clock; time.Now if nil.
	Now func() time.Time

	Passwords *auth.Passwords
	Throttle  *auth.Throttle
	Sealer    *auth.Sealer
	Cookies   auth.Cookies
	Proxies   auth.Proxies
	// Public is the address under which browsers reach the store, such as https://store.example, for links to hand over.
	Public string
	// CheckKubeconfig refuses what must not be followed in a kubeconfig, and gives the address of its server and what of it
	// is to be kept.
	CheckKubeconfig func(kubeconfig []byte) (server string, keep []byte, err error)
	// Heartbeat is how often those who listen for events hear that the connection stands, and are asked anew who they are;
	// 15 s if zero.
	Heartbeat time.Duration
	// Asked, if set, is told who asks in a request, once that is known: the log of requests is written outside.
	Asked func(ctx context.Context, user string)

	listeners listeners
}

// base is where the API's paths begin.
const base = "/api/v1"

// Handler gives the API, its document at /openapi.json included.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	api := humago.New(mux, config())
	api.UseMiddleware(withoutRemains)
	s.register(api)
	return s.guarded(s.identified(s.strangers(s.known(mux))))
}

// Document gives the OpenAPI document as JSON, without a server behind it.
func Document() ([]byte, error) {
	api := humago.New(http.NewServeMux(), config())
	(&Server{}).register(api)
	return api.OpenAPI().MarshalJSON()
}

func config() huma.Config {
	configureHuma()
	c := huma.DefaultConfig("Chandler marketplace", "1")
	c.DocsPath = "" // the explorer that comes with it loads scripts from elsewhere
	c.SchemasPath = ""
	c.CreateHooks = nil // no $schema links in answers
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "chandler_session"},
		"token":   {Type: "http", Scheme: "bearer"},
	}
	return c
}

func (s *Server) register(api huma.API) {
	for _, resource := range []func(huma.API){
		s.sessionRoutes, s.tokenRoutes, s.invitationRoutes,
		s.roleRoutes, s.userRoutes, s.workspaceRoutes, s.projectRoutes, s.clusterRoutes, s.auditRoutes,
		s.appRoutes, s.versionRoutes, s.reviewRoutes, s.categoryRoutes, s.storeRoutes,
		s.instanceRoutes, s.changeRoutes, s.eventRoutes,
	} {
		resource(api)
	}
}

// route registers an operation. The id is the function's name in the clients that are made of the document. What the
// handler refuses becomes a Problem.
func route[In, Out any](api huma.API, method, path, id, tag, summary string, handler func(context.Context, *In) (*Out, error)) {
	o := huma.Operation{OperationID: id, Method: method, Path: base + path, Summary: summary, Tags: []string{tag},
		Security: []map[string][]string{{"session": {}}, {"token": {}}, {}}}
	huma.Register(api, o, func(ctx context.Context, in *In) (*Out, error) {
		out, err := handler(ctx, in)
		return out, problemOf(ctx, err)
	})
}
