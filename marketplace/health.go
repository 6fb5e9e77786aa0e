package marketplace

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// healthz answers as long as the process does.
func healthz(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") }

// probing bounds the question whether the store is ready.
const probing = 3 * time.Second

// readyz answers whether the store can do its work: database and registry.
func readyz(s store.Store, data string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), probing)
		defer cancel()
		if err := s.Ping(ctx); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		if _, err := os.Stat(filepath.Join(data, artifactsPath)); err != nil {
			http.Error(w, "the registry's folder cannot be read", http.StatusServiceUnavailable)
			return
		}
		healthz(w, r)
	}
}
