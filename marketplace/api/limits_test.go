package api_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// unread is a body that nobody may read.
type unread struct{ *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.Error("the body is read")
	return 0, io.EOF
}

func TestAnUploadOfNobodyIsNotRead(t *testing.T) {
	p := newPlatform(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/workspaces/demo-workspace/apps", unread{t})
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	if w.Code != http.StatusUnauthorized || w.Header().Get("Connection") != "close" || !strings.Contains(w.Body.String(), `"sign-in"`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestNobodyMaySendLittle(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	long := body{"user": strings.Repeat("x", 20<<10), "password": "x"}
	p.stranger().refused("POST", "/session", long, 413, "too-large")
	isv.refused("POST", "/session", long, 422, "invalid")
}

// recording is an answer that says when its first event has come.
type recording struct {
	header http.Header
	status int
	begun  sync.Once
	alive  chan struct{}
}

func (s *recording) Header() http.Header { return s.header }
func (s *recording) WriteHeader(n int)   { s.status = n }
func (s *recording) Flush()              {}
func (s *recording) Write(b []byte) (int, error) {
	s.begun.Do(func() { close(s.alive) })
	return len(b), nil
}

// listen opens a stream of events; leave ends it.
func (v *visitor) listen() (leave func()) {
	v.t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(v.t.Context()))
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/events?topics=store", nil)
	r.RemoteAddr = v.address + ":4711"
	if v.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "chandler_session", Value: v.cookie})
	}
	s := &recording{header: http.Header{}, alive: make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		v.handler.ServeHTTP(s, r)
	}()
	<-s.alive
	return func() { cancel(); <-ended }
}

func TestNobodyListensWithoutEnd(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	for _, who := range []*visitor{p.stranger(), isv} {
		var leave []func()
		for range 200 {
			leave = append(leave, who.listen())
		}
		who.refused("GET", "/events?topics=store", nil, 429, "too-many-listeners")
		(&visitor{platform: p, address: "192.0.2.77"}).listen()()
		leave[0]()
		who.listen()()
		for _, l := range leave[1:] {
			l()
		}
	}
}

// A secret that is shown once must not stay in a cache on its way.
func TestAnswersAreKeptNowhere(t *testing.T) {
	p := newPlatform(t)
	isv := p.admin().add("isv", domain.PlatformRegular)
	for _, r := range []*reply{isv.ask("POST", "/tokens", body{"name": "build server"}), isv.ask("GET", "/session", nil), p.stranger().ask("GET", "/users", nil)} {
		if got := r.header.Values("Cache-Control"); len(got) != 1 || got[0] != "no-store" {
			t.Errorf("Cache-Control: %v on %s", got, r.text)
		}
	}
}
