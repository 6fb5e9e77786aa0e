package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// What a body may have at most, in bytes. Uploads are a chart and an icon, and the words of the form around them.
const (
	maxBodyBytes   = 1 << 20
	maxUploadBytes = 3<<20 + 64<<10
)

// requestHeader tells the client what the log calls its request.
const requestHeader = "X-Request-Id"

type requestKey struct{}

// request is what is known of a request from its start.
type request struct {
	id  string
	log *slog.Logger
}

// guarded names each request, bounds its body, and answers with a problem if a handler panics.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := w.Header().Get(requestHeader) // given by who logs requests
		if id == "" {
			id = domain.NewID("req")
			w.Header().Set(requestHeader, id)
		}
		ctx := context.WithValue(r.Context(), requestKey{}, request{id: id, log: s.log().With("request", id)})
		r = r.WithContext(ctx)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store") // unless the operation says otherwise
		defer s.recover(w, r)
		limit := limitOf(r)
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close") // what is on its way is not read
			s.refuse(w, r, errTooLarge)
			return
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}

// limitOf is how large a request's body may be.
func limitOf(r *http.Request) int64 {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		return maxUploadBytes
	}
	return maxBodyBytes
}

// recover answers in place of a handler that panicked. The log has the stack, and nothing of the body.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	switch cause := recover(); {
	case cause == nil:
	case isAbort(cause):
		panic(cause)
	default:
		logOf(r.Context()).Error("handler panicked", "method", r.Method, "path", r.URL.Path, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
		s.refuse(w, r, failure(r.Context()))
	}
}

func isAbort(cause any) bool {
	err, ok := cause.(error)
	return ok && errors.Is(err, http.ErrAbortHandler)
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// known refuses requests that no operation is for.
func (s *Server) known(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var allowed []string
		for _, m := range methods {
			other := r.Clone(r.Context())
			other.Method = m
			if _, pattern := mux.Handler(other); pattern != "" {
				allowed = append(allowed, m)
			}
		}
		if len(allowed) == 0 {
			s.refuse(w, r, domain.NotFoundf("there is nothing at %s", r.URL.Path).With("see /openapi.json for what there is"))
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.refuse(w, r, &Problem{Type: blank, Title: "Not possible here", Status: http.StatusMethodNotAllowed, Code: "method",
			Detail: r.Method + " is not possible at " + r.URL.Path, Hint: "use " + strings.Join(allowed, " or ")})
	})
}

// withoutRemains removes what an upload left in files, whatever became of the request.
func withoutRemains(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	defer func() {
		if r.MultipartForm != nil {
			_ = r.MultipartForm.RemoveAll()
		}
	}()
	next(ctx)
}
