package faultproxy

import (
	"bufio"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/rest"
)

const path = "/api/v1/namespaces/ns/configmaps/a"

// backend stands for an API server that has one object, and counts who reaches it.
type backend struct {
	reached atomic.Int32
	token   atomic.Value
}

func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.reached.Add(1)
	b.token.Store(r.Header.Get("Authorization"))
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"kind": "ConfigMap", "proto": %q}`+"\n", r.Proto)
	if r.URL.Query().Get("watch") != "" {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// start gives a proxy in front of a backend, and a client of the proxy that speaks HTTP/2.
func start(t *testing.T) (*Proxy, *backend, *http.Client) {
	t.Helper()
	b := &backend{}
	server := httptest.NewUnstartedServer(b)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	p, err := New(&rest.Config{Host: server.URL, BearerToken: "the proxy's", TLSClientConfig: rest.TLSClientConfig{
		CAData: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	client, err := rest.HTTPClientFor(p.Config())
	if err != nil {
		t.Fatal(err)
	}
	return p, b, client
}

func ask(t *testing.T, p *Proxy, client *http.Client, method, path string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, p.Config().Host+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return client.Do(r)
}

func TestFaultsAreWhatClientsSee(t *testing.T) {
	tests := map[string]struct {
		fault   Fault
		code    int    // 0: no answer
		header  string // of Retry-After
		body    string // its beginning
		reached int32
	}{
		"nothing":                 {First(func(Request) {}), 200, "", `{"kind": "ConfigMap"`, 1},
		"too many requests":       {Busy(7 * time.Second), 429, "7", `{"kind":"Status"`, 0},
		"an error":                {Status(500, "InternalError", "no etcd"), 500, "", `{"kind":"Status"`, 0},
		"a page":                  {Page(502), 502, "", "<html>", 0},
		"a conflict":              {Conflict, 409, "", `{"kind":"Status"`, 0},
		"an expired token":        {Unauthorized, 401, "", `{"kind":"Status"`, 0},
		"a forgotten version":     {Expired, 410, "", `{"kind":"Status"`, 0},
		"an event with an error":  {ErrorEvent, 200, "", `{"type":"ERROR","object":{"kind":"Status"`, 0},
		"cut before":              {CutBefore, 0, "", "", 0},
		"cut after":               {CutAfter, 0, "", "", 1},
		"late":                    {Delay(time.Millisecond), 200, "", `{"kind": "ConfigMap"`, 1},
		"something after, before": {Then(func(Request) {}), 200, "", `{"kind": "ConfigMap"`, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, b, client := start(t)
			p.Add(Rule{Match: Any, Do: test.fault})
			response, err := ask(t, p, client, "PATCH", path)
			if test.reached != b.reached.Load() {
				t.Errorf("the server was reached %d times, want %d", b.reached.Load(), test.reached)
			}
			if test.code == 0 {
				if err == nil {
					t.Errorf("answered %s", response.Status)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body := make([]byte, len(test.body))
			if _, err := io.ReadFull(response.Body, body); err != nil {
				t.Error(err)
			}
			got := []any{response.StatusCode, response.Header.Get("Retry-After"), string(body), response.ProtoMajor}
			if diff := cmp.Diff([]any{test.code, test.header, test.body, 2}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestATruncatedAnswerLooksWhole(t *testing.T) {
	p, _, client := start(t)
	p.Add(Rule{Match: Any, Do: Truncate})
	response, err := ask(t, p, client, "GET", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != `{"kind": "ConfigMap",` {
		t.Errorf("%q, %v", body, err)
	}
}

func TestAWatchIsCutInTheMiddle(t *testing.T) {
	p, _, client := start(t)
	p.Add(Rule{Match: Verbs("watch"), Do: CloseAfter(50 * time.Millisecond)})
	response, err := ask(t, p, client, "GET", "/api/v1/namespaces/ns/configmaps?watch=true")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	n := 0
	for lines.Scan() {
		n++
	}
	if n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestAProxyThatIsDownRefusesAndComesBackAtItsAddress(t *testing.T) {
	p, _, client := start(t)
	p.Down()
	if _, err := ask(t, p, client, "GET", path); !errors.Is(err, syscall.ECONNREFUSED) { //nolint:bodyclose // there is no answer
		t.Errorf("down: %v", err)
	}
	if err := p.Up(); err != nil {
		t.Fatal(err)
	}
	response, err := ask(t, p, client, "GET", path)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

func TestRequestsGoOnAsTheirSenderOrAsTheProxy(t *testing.T) {
	p, b, client := start(t)
	for token, want := range map[string]string{"": "Bearer the proxy's", "Bearer own": "Bearer own"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.Config().Host+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", token)
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := b.token.Load(); got != want {
			t.Errorf("arrived as %v, want %s", got, want)
		}
	}
}

func TestRequestsAreCounted(t *testing.T) {
	p, _, client := start(t)
	p.Add(Rule{Match: Writes, Times: 1, Do: Page(502)})
	for _, method := range []string{"GET", "PATCH", "PATCH"} {
		response, err := ask(t, p, client, method, path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	spoiled := p.Requests(func(r Request) bool { return r.Spoiled })
	if n := len(p.Requests(Writes)); n != 2 || len(spoiled) != 1 || len(p.Requests(Any)) != 3 {
		t.Errorf("%d writes, %v spoiled", n, spoiled)
	}
	p.Clear()
	response, err := ask(t, p, client, "PATCH", path)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("without rules: %v, %v", response, err)
	}
	_ = response.Body.Close()
}

func TestARuleCountsTheRequestsThatItWants(t *testing.T) {
	const a, b = "/api/v1/namespaces/ns/configmaps/a", "/api/v1/namespaces/ns/configmaps/b"
	asked := []string{a, b, a, a, b, a}
	tests := map[string]struct {
		rule Rule
		want []bool
	}{
		"all":                   {Rule{}, []bool{true, true, true, true, true, true}},
		"the first two":         {Rule{Times: 2}, []bool{true, true, false, false, false, false}},
		"the third":             {Rule{Skip: 2, Times: 1}, []bool{false, false, true, false, false, false}},
		"the first of each":     {Rule{Times: 1, Each: true}, []bool{true, true, false, false, false, false}},
		"all of one but two":    {Rule{Skip: 2, Each: true, Match: func(r Request) bool { return r.Name == "a" }}, []bool{false, false, false, true, false, true}},
		"none by such a chance": {Rule{Share: 1e-9}, []bool{false, false, false, false, false, false}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.rule.Match == nil {
				test.rule.Match = Any
			}
			rule, got := newActive(test.rule), []bool{}
			for _, path := range asked {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, rule.wants(requestOf(r)))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRequestsAreReadAsAnAPIServerReadsThem(t *testing.T) {
	tests := map[string]Request{
		"GET /version":                                                      {Verb: "get"},
		"GET /api/v1/namespaces":                                            {Verb: "list", Resource: "namespaces"},
		"GET /api/v1/namespaces/ns":                                         {Verb: "get", Resource: "namespaces", Name: "ns"},
		"GET /api/v1/namespaces/ns/pods?continue=x":                         {Verb: "list", Namespace: "ns", Resource: "pods", Continued: true},
		"GET /api/v1/namespaces/ns/pods?watch=true":                         {Verb: "watch", Namespace: "ns", Resource: "pods"},
		"PUT /api/v1/namespaces/ns/pods/p/status":                           {Verb: "update", Namespace: "ns", Resource: "pods", Name: "p", Subresource: "status"},
		"POST /apis/apps/v1/namespaces/ns/deployments":                      {Verb: "create", Namespace: "ns", Resource: "deployments"},
		"DELETE /apis/apps/v1/namespaces/ns/deployments/d":                  {Verb: "delete", Namespace: "ns", Resource: "deployments", Name: "d"},
		"PATCH /apis/apps/v1/namespaces/ns/deployments/d?dryRun=All":        {Verb: "patch", Namespace: "ns", Resource: "deployments", Name: "d", DryRun: true},
		"GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b.c": {Verb: "get", Resource: "customresourcedefinitions", Name: "a.b.c"},
		"GET /apis/rbac.authorization.k8s.io/v1/clusterroles":               {Verb: "list", Resource: "clusterroles"},
	}
	for line, want := range tests {
		var method, url string
		if _, err := fmt.Sscan(line, &method, &url); err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		want.Path = r.URL.Path
		if diff := cmp.Diff(want, requestOf(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
		if want.Writes() != (method != "GET" && !want.DryRun) {
			t.Errorf("%s writes: %t", line, want.Writes())
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/apply-patch+yaml")
	if got := requestOf(r).Verb; got != "apply" {
		t.Errorf("an apply is %s", got)
	}
}
