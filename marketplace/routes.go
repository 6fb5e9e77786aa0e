package marketplace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/api"
)

// The names of routes that are not the API's.
const (
	routeRegistry = "/v2/"
	routeWeb      = "/"
	routeEvents   = "GET /api/v1/events"
	routeSignIn   = "POST /api/v1/session"
	routeLink     = "POST /api/v1/session/link"
)

// routes name requests by the route that they take, for logs and metrics: a path has names and ids in it.
type routes struct{ mux *http.ServeMux }

// apiRoutes reads the API's routes from its document.
func apiRoutes() (routes, error) {
	text, err := api.Document()
	if err != nil {
		return routes{}, fmt.Errorf("draw the API's document: %w", err)
	}
	var document struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return routes{}, fmt.Errorf("read the API's document: %w", err)
	}
	mux := http.NewServeMux()
	for path, operations := range document.Paths {
		for method := range operations {
			mux.Handle(strings.ToUpper(method)+" "+path, http.NotFoundHandler())
		}
	}
	for _, path := range []string{"/openapi.json", "/healthz", "/readyz", routeRegistry, "/api/", routeWeb} {
		mux.Handle(path, http.NotFoundHandler())
	}
	return routes{mux}, nil
}

// of is the route of a request, such as GET /api/v1/apps/{app}.
func (r routes) of(request *http.Request) string {
	_, pattern := r.mux.Handler(request)
	return pattern
}
