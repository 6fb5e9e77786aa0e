package marketplace

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"time"
)

// requests gives each request an id, and tells log and metrics how it was answered: never what was in it.
type requests struct {
	next    http.Handler
	routes  routes
	metrics *metrics
	log     *slog.Logger
	// closing ends when the server is about to stop: who follows what changes is sent away then.
	closing context.Context //nolint:containedctx // it is the server's, not a request's
}

// asker is where the API says who asks; the log is written outside of it.
type asker struct{ user string }

type askerKey struct{}

// sayAsker is api.Server.Asked.
func sayAsker(ctx context.Context, user string) {
	if a, ok := ctx.Value(askerKey{}).(*asker); ok {
		a.user = user
	}
}

// longest is how long an answer may take to be written, but for those who follow what changes.
const longest = 5 * time.Minute

func (h *requests) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began, route, who := time.Now(), h.routes.of(r), &asker{}
	id := requestID()
	w.Header().Set("X-Request-Id", id)
	ctx := context.WithValue(r.Context(), askerKey{}, who)
	recorded := &recorder{ResponseWriter: w}
	deadline := began.Add(longest)
	if route == routeEvents {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(h.closing, cancel)()
		h.metrics.readers.Inc()
		defer h.metrics.readers.Dec()
		deadline = time.Time{}
		_ = http.NewResponseController(w).SetReadDeadline(deadline) // it would end the stream
	}
	_ = http.NewResponseController(w).SetWriteDeadline(deadline) // not every writer has one
	defer func() {
		took := time.Since(began)
		h.metrics.request(route, recorded.code(), took)
		h.log.InfoContext(ctx, "request", "id", id, "method", r.Method, "route", route, "status", recorded.code(), "user", who.user,
			"milliseconds", float64(took.Microseconds())/1000, "bytes", recorded.bytes)
	}()
	h.next.ServeHTTP(recorded, r.WithContext(ctx))
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 || r.status < http.StatusOK {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
