package kubetest

import (
	"net/http"
	"testing"

	"github.com/chandler-dev/chandler/internal/faultproxy"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Faulty gives the same cluster seen through a proxy that spoils what goes through it, as its rules say.
func Faulty(t testing.TB, c *kube.Client) (*kube.Client, *faultproxy.Proxy) {
	t.Helper()
	proxy, err := faultproxy.New(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Close)
	through, err := kube.New(proxy.Config())
	if err != nil {
		t.Fatal(err)
	}
	return through, proxy
}

// Through gives the same cluster seen through a proxy. fault sees every request before it goes on to the cluster with
// next, and may answer it itself, or spoil it.
func Through(t testing.TB, c *kube.Client, fault func(w http.ResponseWriter, r *http.Request, next http.Handler)) *kube.Client {
	t.Helper()
	through, proxy := Faulty(t, c)
	proxy.Add(faultproxy.Rule{Match: faultproxy.Any, Do: fault})
	return through
}
