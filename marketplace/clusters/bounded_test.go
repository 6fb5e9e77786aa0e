package clusters

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// hostile connects to an API server that answers as a function does.
func hostile(t *testing.T, answer http.HandlerFunc) *Cluster {
	t.Helper()
	s := httptest.NewTLSServer(answer)
	t.Cleanup(s.Close)
	return connect(t, config("server: "+s.URL+"\ninsecure-skip-tls-verify: true", token), AllowInsecure)
}

func TestAServerThatSendsElsewhereIsNotFollowed(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("it is asked for %s, with %q", r.URL, r.Header.Get("Authorization"))
	}))
	defer inner.Close()
	c := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inner.URL+"/canary", http.StatusFound)
	})
	if about := c.About(t.Context()); about.Reachable || !strings.Contains(about.Reason, "not followed") {
		t.Errorf("%+v", about)
	}
}

func TestAnAnswerWithoutEndIsNotReadToIt(t *testing.T) {
	c := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/version" {
			_, _ = io.WriteString(w, `{"gitVersion": "v1.36.0"}`)
			return
		}
		line := []byte(strings.Repeat(" ", 1<<20))
		for _, err := w.Write([]byte(`{"kind": "NodeList", "apiVersion": "v1", "items": [`)); err == nil; {
			_, err = w.Write(line)
		}
	})
	if about := c.About(t.Context()); !strings.Contains(about.Reason, "more than 64 MiB") {
		t.Errorf("%+v", about)
	}
}

// silent never answers, or never ends its answer.
type silent struct{ begins bool }

func (s silent) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.begins {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(waits{r.Context()})}, nil
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}

type waits struct{ ctx context.Context }

func (w waits) Read([]byte) (int, error) {
	<-w.ctx.Done()
	return 0, w.ctx.Err()
}

func TestASilentServerIsNotWaitedForWithoutEnd(t *testing.T) {
	for _, s := range []silent{{begins: false}, {begins: true}} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			err := ask(t.Context(), t, s, "https://cluster.invalid/api")
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != longestAnswer {
				t.Errorf("begun %t: %v after %s", s.begins, err, time.Since(began))
			}
		})
	}
}

func TestAWatchMayLast(t *testing.T) {
	for _, query := range []string{"watch=true", "watch=1", "follow=true"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
			defer cancel()
			began := time.Now()
			if err := ask(ctx, t, silent{begins: true}, "https://cluster.invalid/api?"+query); time.Since(began) != 24*time.Hour {
				t.Errorf("%s: %v after %s", query, err, time.Since(began))
			}
		})
	}
}

func ask(ctx context.Context, t *testing.T, through http.RoundTripper, url string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := bounded{through}.RoundTrip(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, err = io.ReadAll(answer.Body)
	return err
}

func TestAServerDoesNotSayHowLongToWait(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer s.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := bounded{http.DefaultTransport}.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got := answer.Header.Get("Retry-After"); got != "10" {
		t.Errorf("Retry-After: %s", got)
	}
}
