package marketplace

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// connection is an answer whose connection has deadlines.
type connection struct {
	*httptest.ResponseRecorder
	read, write *time.Time
}

func (c *connection) SetReadDeadline(t time.Time) error  { c.read = &t; return nil }
func (c *connection) SetWriteDeadline(t time.Time) error { c.write = &t; return nil }

func TestAStreamOfEventsHasNoDeadline(t *testing.T) {
	routes, err := apiRoutes()
	if err != nil {
		t.Fatal(err)
	}
	h := &requests{next: http.NotFoundHandler(), routes: routes, metrics: &metrics{readers: prometheus.NewGauge(prometheus.GaugeOpts{}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{}, []string{"route", "status"})}, log: slog.New(slog.DiscardHandler), closing: context.Background()}
	for path, bounded := range map[string]bool{"/api/v1/events": false, "/api/v1/apps": true} {
		c := &connection{ResponseRecorder: httptest.NewRecorder()}
		h.ServeHTTP(c, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if c.write == nil || c.write.IsZero() == bounded || (c.read != nil && c.read.IsZero()) == bounded {
			t.Errorf("%s: read until %v, write until %v", path, c.read, c.write)
		}
	}
}
