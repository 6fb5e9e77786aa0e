package marketplace

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// metrics are what Prometheus asks for. Names of users, apps or clusters are in none of them.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	work     *prometheus.HistogramVec
	signIns  *prometheus.CounterVec
	readers  prometheus.Gauge
}

func newMetrics(s store.Store) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "chandler_http_request_duration_seconds", Help: "Requests, by route and status.",
			Buckets: []float64{.001, .005, .01, .02, .05, .1, .25, .5, 1, 5, 30}}, []string{"route", "status"}),
		work: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "chandler_work_duration_seconds", Help: "Work on clusters, by kind and outcome.",
			Buckets: []float64{.1, .5, 1, 5, 15, 60, 300, 900}}, []string{"kind", "outcome"}),
		signIns: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chandler_sign_ins_total", Help: "Attempts to sign in, by whether they were granted."}, []string{"granted"}),
		readers: prometheus.NewGauge(prometheus.GaugeOpts{Name: "chandler_event_readers", Help: "Browsers and programs that follow what changes."}),
	}
	m.registry.MustRegister(m.requests, m.work, m.signIns, m.readers, queue{s}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// request counts a request that was answered.
func (m *metrics) request(route string, status int, took time.Duration) {
	if route == routeSignIn || route == routeLink {
		m.signIns.WithLabelValues(strconv.FormatBool(status < http.StatusBadRequest)).Inc()
	}
	if route != routeEvents { // it takes as long as its reader stays
		m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
	}
}

// workDone counts a piece of work.
func (m *metrics) workDone(kind store.WorkKind, outcome string, took time.Duration) {
	m.work.WithLabelValues(string(kind), outcome).Observe(took.Seconds())
}

// queue tells how much work waits, when it is asked.
type queue struct{ store store.Store }

var queueLength = prometheus.NewDesc("chandler_work_waiting", "Work on clusters that is not done, by kind.", []string{"kind"}, nil)

// Describe is prometheus.Collector's.
func (q queue) Describe(out chan<- *prometheus.Desc) { out <- queueLength }

// Collect asks the database.
func (q queue) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), probing)
	defer cancel()
	waiting, err := q.store.Waiting(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(queueLength, err)
		return
	}
	for kind, n := range waiting {
		out <- prometheus.MustNewConstMetric(queueLength, prometheus.GaugeValue, float64(n), string(kind))
	}
}
