package marketplace

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/client"
)

func TestTheServerTellsHowItIs(t *testing.T) {
	c := config(t)
	c.MetricsAddress = freeAddress(t)
	s, admin := start(t, c)
	for _, path := range []string{"/healthz", "/readyz"} {
		if got := get(t, s.URL+path); string(got) != "ok\n" {
			t.Errorf("%s answers %q", path, got)
		}
	}
	if err := admin.Do(t.Context(), http.MethodGet, "/apps/app-none", nil, nil); client.Code(err) != "not-found" {
		t.Errorf("an app that is not there: %v", err)
	}
	told := string(get(t, "http://"+c.MetricsAddress+"/metrics"))
	for _, line := range []string{
		`chandler_http_request_duration_seconds_count{route="GET /api/v1/apps/{app}",status="404"} 1`,
		`chandler_sign_ins_total{granted="true"} 1`, `chandler_event_readers 0`,
	} {
		if !strings.Contains(told, line) {
			t.Errorf("/metrics lacks %s:\n%s", line, told)
		}
	}
}

func TestMetricsAreNotPublic(t *testing.T) {
	s, _ := start(t, config(t))
	answer, err := http.Get(s.URL + "/metrics") //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("/metrics answers %d in public", answer.StatusCode)
	}
}

func TestTheRegistryAsksForThePasswordOfTheRepository(t *testing.T) {
	key := pullKey("a key")
	for _, c := range []struct {
		name, user, password, repository string
		granted                          bool
	}{
		{"nobody", "", "", "apps/a/deployer", false},
		{"its own", "apps/a/deployer", key.password("apps/a/deployer"), "apps/a/deployer", true},
		{"another's", "apps/b/deployer", key.password("apps/b/deployer"), "apps/a/deployer", false},
		{"a wrong one", "apps/a/deployer", key.password("apps/b/deployer"), "apps/a/deployer", false},
		{"one of another key", "apps/a/deployer", pullKey("other").password("apps/a/deployer"), "apps/a/deployer", false},
		{"is it there, with one", "apps/a/deployer", key.password("apps/a/deployer"), "", true},
		{"is it there, without", "", "", "", false},
		{"is it there, with an empty one", "", key.password(""), "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/v2/", nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.user != "" || c.password != "" {
				r.SetBasicAuth(c.user, c.password)
			}
			if err := key.allow(r, c.repository); (err == nil) != c.granted {
				t.Errorf("granted: %v, want %v", err == nil, c.granted)
			}
		})
	}
}

func TestTheFirstLinkIsMadeOnce(t *testing.T) {
	c := config(t)
	t.Run("first", func(t *testing.T) {
		if s, _ := start(t, c); !strings.HasPrefix(s.First, s.URL+"/link#") {
			t.Errorf("the first start gives the link %q", s.First)
		}
	})
	t.Run("second", func(t *testing.T) {
		if s, _ := start(t, c); s.First != "" {
			t.Error("the second start gives a link as well")
		}
	})
}

func TestWhoFollowsIsSentAwayWhenTheServerStops(t *testing.T) {
	c := config(t)
	started, ended := make(chan Started, 1), make(chan error, 1)
	c.Ready = func(s Started) { started <- s }
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- Serve(ctx, c) }()
	s := <-started
	admin := client.New(s.URL)
	if err := admin.SignInByLink(t.Context(), s.First); err != nil {
		t.Fatal(err)
	}
	asked := 0
	err := admin.Until(t.Context(), func() (bool, error) {
		if asked++; asked == 2 { // the stream stands
			stop()
		}
		return false, nil
	}, "reviews")
	stop() // if it has not come to that
	if asked < 2 {
		t.Errorf("the stream never stood: %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server did not stop in peace: %v", err)
	}
}

func TestWithACertificateItSpeaksHTTP2(t *testing.T) {
	c := config(t)
	pool := x509.NewCertPool()
	c.TLSCert, c.TLSKey = certificate(t, pool)
	started, ended := make(chan Started, 1), make(chan error, 1)
	c.Ready = func(s Started) { started <- s }
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- Serve(ctx, c) }()
	s := <-started
	h := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS13}}}
	answer, err := h.Get(s.URL + "/healthz") //nolint:noctx // a test's own server
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.ProtoMajor != 2 {
		t.Errorf("it speaks %s", answer.Proto)
	}
	h.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAConfigurationThatCannotBeIsRefused(t *testing.T) {
	for name, c := range map[string]Config{
		"a certificate without key": {TLSCert: "store.pem"},
		"an address without port":   {Address: "localhost"},
		"an unknown database":       {Address: "127.0.0.1:0", Database: "mysql://db/store"},
		"a wrong proxy":             {Address: "127.0.0.1:0", Proxies: []string{"everybody"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.Data = t.TempDir()
			if err := Serve(t.Context(), c); err == nil {
				t.Error("it is accepted")
			}
		})
	}
}

// certificate makes one for this machine, which the pool trusts.
func certificate(t *testing.T, pool *x509.CertPool) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pool.AppendCertsFromPEM(text)
	if err := os.WriteFile(cert, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		t.Fatal(err)
	}
	return cert, key
}
