package kubetest

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Through gives the same cluster seen through a proxy. fault sees every request before it goes on to the cluster with
// next, and may answer it itself, or spoil it.
func Through(t testing.TB, c *kube.Client, fault func(w http.ResponseWriter, r *http.Request, next http.Handler)) *kube.Client {
	t.Helper()
	transport, err := rest.TransportFor(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	server, err := url.Parse(c.Config.Host)
	if err != nil {
		t.Fatal(err)
	}
	next := httputil.NewSingleHostReverseProxy(server)
	next.ErrorLog = log.New(io.Discard, "", 0) // cut connections are what the tests are about
	next.Transport, next.FlushInterval = transport, -1
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fault(w, r, next) }))
	t.Cleanup(proxy.Close)
	through, err := kube.New(&rest.Config{Host: proxy.URL, WarningHandler: rest.NoWarnings{}})
	if err != nil {
		t.Fatal(err)
	}
	return through
}
