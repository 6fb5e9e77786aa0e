package artifacts

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// served is a store behind a real server, with an image in it that a cluster called east may read.
func served(t *testing.T) (host, ref string, img v1.Image) {
	t.Helper()
	s := open(t, Options{})
	server := httptest.NewServer(s.Handler(func(r *http.Request, repository string) error {
		user, password, _ := r.BasicAuth()
		if user != "east" || password != "token" || repository != "" && !strings.HasPrefix(repository, "apps/") {
			return errors.New("not allowed")
		}
		return nil
	}))
	t.Cleanup(server.Close)
	s.options.Host = strings.TrimPrefix(server.URL, "http://")
	img, err := random.Image(100_000, 3)
	must(t, err)
	ref, err = s.PutImage(t.Context(), "apps/redis/deployer", img)
	must(t, err)
	_, err = s.PutImage(t.Context(), "hidden/deployer", img)
	must(t, err)
	return s.options.Host, ref, img
}

func TestAClusterPullsByDigest(t *testing.T) {
	_, ref, img := served(t)
	parsed, err := name.ParseReference(ref)
	must(t, err)
	pulled, err := remote.Image(parsed, remote.WithAuth(&authn.Basic{Username: "east", Password: "token"}))
	must(t, err)
	must(t, validate.Image(pulled))
	want, err := img.Digest()
	must(t, err)
	if got, err := pulled.Digest(); err != nil || got != want {
		t.Errorf("pulled %s, want %s: %v", got, want, err)
	}
	if _, err := remote.Image(parsed, remote.WithAuth(&authn.Basic{Username: "east", Password: "wrong"})); err == nil {
		t.Error("pulled with a wrong password")
	}
	if _, err := remote.Head(parsed, remote.WithAuth(&authn.Basic{Username: "east", Password: "token"})); err != nil {
		t.Error(err)
	}
}

func TestTheRegistryIsReadOnlyAndByDigest(t *testing.T) {
	host, ref, img := served(t)
	_, digest, _ := strings.Cut(ref, "@")
	config, err := img.ConfigName()
	must(t, err)
	other := "sha256:" + strings.Repeat("0", 64)
	for _, c := range []struct {
		method, path, token string
		status              int
		code                string
	}{
		{"GET", "/v2/", "token", 200, ""},
		{"GET", "/v2/", "", 401, "UNAUTHORIZED"},
		{"GET", "/v2/apps/redis/deployer/manifests/" + digest, "", 401, "UNAUTHORIZED"},
		{"GET", "/v2/apps/redis/deployer/manifests/" + digest, "token", 200, ""},
		{"HEAD", "/v2/apps/redis/deployer/manifests/" + digest, "token", 200, ""},
		{"GET", "/v2/apps/redis/deployer/manifests/latest", "token", 404, "MANIFEST_UNKNOWN"},
		{"GET", "/v2/apps/redis/deployer/manifests/" + other, "token", 404, "MANIFEST_UNKNOWN"},
		{"GET", "/v2/apps/redis/deployer/blobs/" + config.String(), "token", 200, ""},
		{"HEAD", "/v2/apps/redis/deployer/blobs/" + config.String(), "token", 200, ""},
		{"GET", "/v2/apps/redis/deployer/blobs/" + other, "token", 404, "BLOB_UNKNOWN"},
		{"GET", "/v2/apps/other/deployer/blobs/" + config.String(), "token", 404, "BLOB_UNKNOWN"}, // another repository has it
		{"GET", "/v2/apps/other/deployer/manifests/" + digest, "token", 404, "MANIFEST_UNKNOWN"},
		{"GET", "/v2/hidden/deployer/manifests/" + digest, "token", 401, "UNAUTHORIZED"},
		{"GET", "/v2/_catalog", "token", 401, "UNAUTHORIZED"},
		{"GET", "/v2/apps/redis/deployer/tags/list", "token", 404, "UNSUPPORTED"},
		{"GET", "/v2/apps/redis/deployer/manifests/sha256:../../../store", "token", 404, "MANIFEST_UNKNOWN"},
		{"GET", "/v2/apps/..%2f..%2fblobs/manifests/" + digest, "token", 404, "NAME_UNKNOWN"},
		{"POST", "/v2/apps/redis/deployer/blobs/uploads/", "token", 405, "UNSUPPORTED"},
		{"PUT", "/v2/apps/redis/deployer/manifests/1.0", "token", 405, "UNSUPPORTED"},
		{"DELETE", "/v2/apps/redis/deployer/manifests/" + digest, "token", 405, "UNSUPPORTED"},
	} {
		status, header, body := ask(t, c.method, "http://"+host+c.path, c.token)
		if status != c.status || !strings.Contains(body, c.code) || header.Get("Location") != "" {
			t.Errorf("%s %s: %d %s, want %d %s", c.method, c.path, status, body, c.status, c.code)
		}
	}
}

func ask(t *testing.T, method, url, token string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	must(t, err)
	if token != "" {
		r.SetBasicAuth("east", token)
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	must(t, err)
	body, err := io.ReadAll(response.Body)
	must(t, errors.Join(err, response.Body.Close()))
	return response.StatusCode, response.Header, string(body)
}

func TestNobodyIsAllowedWhereNothingSaysWho(t *testing.T) {
	w := httptest.NewRecorder()
	open(t, Options{}).Handler(nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v2/", nil))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("status %d", w.Code)
	}
}
