package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var built = fstest.MapFS{
	"index.html":              {Data: []byte(`<meta nonce="__NONCE__"><script src="/assets/index-abc.js" nonce="__NONCE__"></script>`)},
	".gitignore":              {Data: []byte("*")},
	"favicon.svg":             {Data: []byte("<svg/>")},
	"assets/index-abc.js":     {Data: []byte("plain")},
	"assets/index-abc.js.gz":  {Data: []byte("gzipped")},
	"assets/index-abc.js.br":  {Data: []byte("brotlied")},
	"assets/index-abc.css":    {Data: []byte("a{}")},
	"assets/index-abc.css.gz": {Data: []byte("gzipped css")},
}

func get(t *testing.T, files fstest.MapFS, method, target string, header map[string]string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	serve(files).ServeHTTP(w, r)
	return w
}

func TestFilesAreSentInTheBestEncodingTheClientTakes(t *testing.T) {
	type answer struct{ Body, Encoding, Type, Cache string }
	const forEver, hour = "public, max-age=31536000, immutable", "public, max-age=3600"
	const js, css = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
	for _, tt := range []struct {
		target, accepted string
		want             answer
	}{
		{"/assets/index-abc.js", "gzip, deflate, br", answer{"brotlied", "br", js, forEver}},
		{"/assets/index-abc.js", "gzip;q=0.8, br;q=0", answer{"gzipped", "gzip", js, forEver}},
		{"/assets/index-abc.js", "", answer{"plain", "", js, forEver}},
		{"/assets/index-abc.css", "br, gzip", answer{"gzipped css", "gzip", css, forEver}},
		{"/assets/index-abc.css", "br", answer{"a{}", "", css, forEver}},
		{"/favicon.svg", "br", answer{"<svg/>", "", "image/svg+xml", hour}},
	} {
		t.Run(tt.target+" "+tt.accepted, func(t *testing.T) {
			res := get(t, built, http.MethodGet, tt.target, map[string]string{"Accept-Encoding": tt.accepted})
			h := res.Header()
			got := answer{res.Body.String(), h.Get("Content-Encoding"), h.Get("Content-Type"), h.Get("Cache-Control")}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("answer (-want +got):\n%s", diff)
			}
			if res.Code != http.StatusOK || h.Get("Vary") != "Accept-Encoding" || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("status %d, headers %v", res.Code, h)
			}
		})
	}
}

func TestPathsOfTheClientGetThePageAndNothingElseDoes(t *testing.T) {
	html := map[string]string{"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
	for _, tt := range []struct {
		method, target string
		header         map[string]string
		want           int
	}{
		{http.MethodGet, "/", html, 200},
		{http.MethodHead, "/", html, 200},
		{http.MethodGet, "/index.html", html, 200},
		{http.MethodGet, "/workspaces/demo/templates/app-1", html, 200},
		{http.MethodGet, "/.gitignore", nil, 404},
		{http.MethodGet, "/assets", nil, 404},
		{http.MethodGet, "/assets/gone-123.js", html, 404},
		{http.MethodGet, "/anything.json", map[string]string{"Accept": "application/json"}, 404},
		{http.MethodGet, "/../../etc/passwd", nil, 404},
		{http.MethodPost, "/", html, 405},
	} {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			if got := get(t, built, tt.method, tt.target, tt.header).Code; got != tt.want {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestEachPageHasANonceOfItsOwnInPolicyAndPage(t *testing.T) {
	nonces := map[string]bool{}
	for range 2 {
		res := get(t, built, http.MethodGet, "/", map[string]string{"Accept": "text/html"})
		policy := res.Header().Get("Content-Security-Policy")
		found := regexp.MustCompile(`style-src 'self' 'nonce-([A-Z0-9]{20,})'`).FindStringSubmatch(policy)
		if found == nil {
			t.Fatalf("no nonce in %q", policy)
		}
		if text := res.Body.String(); strings.Count(text, `nonce="`+found[1]+`"`) != 2 || strings.Contains(text, placeholder) {
			t.Errorf("page %q does not carry the nonce %s", text, found[1])
		}
		if strings.Contains(policy, "unsafe") || res.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("headers %v", res.Header())
		}
		nonces[found[1]] = true
	}
	if len(nonces) != 2 {
		t.Error("the same nonce twice")
	}
}

func TestAClientThatWasNotBuiltSaysHowToBuildIt(t *testing.T) {
	res := get(t, fstest.MapFS{".gitignore": {}}, http.MethodGet, "/apps", map[string]string{"Accept": "text/html"})
	if text := res.Body.String(); res.Code != http.StatusServiceUnavailable || !strings.Contains(text, "make store") {
		t.Errorf("status %d, page %q", res.Code, text)
	}
}

func TestTheEmbeddedClientAnswers(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept", "text/html")
	Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK && w.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", w.Code)
	}
	if !strings.Contains(w.Body.String(), "Chandler") {
		t.Errorf("page %q", w.Body)
	}
}
