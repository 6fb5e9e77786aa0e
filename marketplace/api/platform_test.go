package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/api"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// platform is a store with a real database, whose clock the test turns.
type platform struct {
	t       *testing.T
	server  *api.Server
	handler http.Handler
	now     time.Time
	folder  string
	log     *buffer
	sealer  *auth.Sealer
}

// buffer is a log that several requests write to.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func newPlatform(t *testing.T) *platform {
	t.Helper()
	p := &platform{t: t, now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), folder: t.TempDir(), log: &buffer{}}
	log := slog.New(slog.NewJSONHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(p.folder, "store.db"), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if p.sealer, err = auth.KeyFile(filepath.Join(p.folder, "key")); err != nil {
		t.Fatal(err)
	}
	p.server = &api.Server{Store: db, Log: log, Now: func() time.Time { return p.now }, Passwords: auth.NewPasswords(2), Throttle: auth.NewThrottle(),
		Sealer: p.sealer, Public: "https://store.example", CheckKubeconfig: func(text []byte) (string, []byte, error) {
			k, err := clusters.CheckKubeconfig(text)
			if err != nil {
				return "", nil, err
			}
			return k.Server, k.Bytes(), nil
		}}
	p.handler = p.server.Handler()
	return p
}

// visitor is somebody with a browser, or a program with a token.
type visitor struct {
	*platform
	name, cookie, token, address string
}

// reply is what the store answered.
type reply struct {
	status int
	header http.Header
	text   string
}

func (p *platform) stranger() *visitor { return &visitor{platform: p, address: "192.0.2.1"} }

// ask sends a request, with a body as JSON if there is one.
func (v *visitor) ask(method, path string, body any) *reply {
	v.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			v.t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	r := httptest.NewRequestWithContext(v.t.Context(), method, "/api/v1"+path, content)
	r.RemoteAddr = v.address + ":4711"
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if v.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "chandler_session", Value: v.cookie})
	}
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	answered := w.Result()
	defer func() { _ = answered.Body.Close() }()
	for _, c := range answered.Cookies() {
		v.cookie = c.Value
	}
	return &reply{status: answered.StatusCode, header: answered.Header, text: w.Body.String()}
}

// code is that of a refusal; empty if it is none.
func (r *reply) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal([]byte(r.text), &p)
	if r.status < 400 {
		return ""
	}
	return p.Code
}

// must wants the request to be granted, and reads the answer into something unless that is nil.
func (v *visitor) must(method, path string, body, into any) *reply {
	v.t.Helper()
	r := v.ask(method, path, body)
	if r.status >= 300 {
		v.t.Fatalf("%s %s as %s: %d %s", method, path, v.name, r.status, r.text)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(r.text), into); err != nil {
			v.t.Fatalf("%s %s: %v in %s", method, path, err, r.text)
		}
	}
	return r
}

// refused wants the request to be refused with a status and a code.
func (v *visitor) refused(method, path string, body any, status int, code string) *reply {
	v.t.Helper()
	r := v.ask(method, path, body)
	if r.status != status || r.code() != code || r.header.Get("Content-Type") != "application/problem+json" {
		v.t.Errorf("%s %s as %s: %d %s, want %d %s\n%s", method, path, v.name, r.status, r.code(), status, code, r.text)
	}
	return r
}

type body map[string]any

const (
	passwordOfAll = "seven grey ships at noon"
	another       = "eight red kites by the sea"
)

// admin is the first administrator, who has come by the link and set a password.
func (p *platform) admin() *visitor {
	p.t.Helper()
	link, err := p.server.AdminLink(p.t.Context(), "admin")
	if err != nil {
		p.t.Fatal(err)
	}
	v := &visitor{platform: p, name: "admin", address: "192.0.2.10"}
	v.must("POST", "/session/link", body{"secret": secretOf(link)}, nil)
	v.must("PUT", "/session/password", body{"new": passwordOfAll}, nil)
	return v
}

// secretOf is what follows # in a link.
func secretOf(link string) string { return link[strings.IndexByte(link, '#')+1:] }

// add makes a user with a platform role, and signs them in.
func (v *visitor) add(name, role string) *visitor {
	v.t.Helper()
	v.must("POST", "/users", body{"name": name, "title": "The " + name, "role": role, "password": passwordOfAll}, nil)
	return v.signIn(name)
}

func (p *platform) signIn(name string) *visitor {
	p.t.Helper()
	u := &visitor{platform: p, name: name, address: "192.0.2.20"}
	u.must("POST", "/session", body{"user": name, "password": passwordOfAll}, nil)
	return u
}

// view reads the database.
func (p *platform) view(fn func(tx store.Tx) error) {
	p.t.Helper()
	if err := p.server.Store.View(p.t.Context(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// put writes to the database what no request of these resources does.
func (p *platform) put(fn func(tx store.Tx) error) {
	p.t.Helper()
	if err := p.server.Store.Update(p.t.Context(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// actions are the actions of the audit entries about a subject, oldest first.
func (p *platform) actions(subject string) []string {
	p.t.Helper()
	names := []string{}
	p.view(func(tx store.Tx) error {
		entries, err := tx.ListAudit(store.AuditQuery{Subject: subject}, store.Page{Limit: 100})
		for _, e := range entries.Items {
			names = append([]string{e.Action}, names...)
		}
		return err
	})
	return names
}

// demo makes workspace demo-workspace with isv as its admin, cluster east and project demo-project on it.
func (p *platform) demo(admin *visitor) (isv *visitor) {
	p.t.Helper()
	isv = admin.add("isv", domain.PlatformRegular)
	admin.must("POST", "/workspaces", body{"name": "demo-workspace", "title": "Demo", "admin": "isv"}, nil)
	admin.must("POST", "/clusters", body{"name": "east", "title": "East", "purpose": "both", "kubeconfig": kubeconfig("t0ken-canary")}, nil)
	isv.must("POST", "/workspaces/demo-workspace/projects", body{"name": "demo-project", "title": "Demo", "cluster": "east"}, nil)
	return isv
}

func kubeconfig(token string) string {
	return "apiVersion: v1\nkind: Config\ncurrent-context: east\nclusters: [{name: east, cluster: {server: 'https://east.example:6443'}}]\n" +
		"contexts: [{name: east, context: {cluster: east, user: store}}]\nusers: [{name: store, user: {token: " + token + "}}]\n"
}

// from sends a request as a browser does for a page of the same or another site.
func (v *visitor) from(site, method, path, content string) *reply {
	v.t.Helper()
	r := httptest.NewRequestWithContext(v.t.Context(), method, "/api/v1"+path, strings.NewReader(content))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", site)
	r.AddCookie(&http.Cookie{Name: "chandler_session", Value: v.cookie})
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	return &reply{status: w.Code, header: w.Header(), text: w.Body.String()}
}
