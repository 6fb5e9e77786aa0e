package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// server answers the n-th request, counted from 1, with what it gives.
type server func(n int, r *http.Request) (*http.Response, error)

// counted makes a patient client of a server and counts what that is asked.
func counted(s server, tell func(string)) (*patient, *int) {
	calls := new(int)
	return &patient{base: context.Background(), tell: tell, next: roundTripper(func(r *http.Request) (*http.Response, error) {
		*calls++
		return s(*calls, r)
	})}, calls
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(code int, body string, header ...string) (*http.Response, error) {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// says is the body of an API server's answer.
func says(message string) string {
	data, err := json.Marshal(map[string]any{"kind": "Status", "message": message})
	if err != nil {
		panic(err)
	}
	return string(data)
}

func request(t *testing.T, method, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://cluster/api", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// reply is an answer that was read.
type reply struct {
	code       int
	body       string
	retryAfter string
}

// ask makes a request and reads its answer.
func ask(p *patient, r *http.Request) (reply, error) {
	response, err := p.RoundTrip(r)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, string(body), response.Header.Get("Retry-After")}, err
}

var (
	refused = &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	reset   = &net.OpError{Op: "read", Err: syscall.ECONNRESET}
)

func TestRequestsAreMadeAgainForAsLongAsTheirAnswerMayChange(t *testing.T) {
	tests := map[string]struct {
		method string
		server server
		want   time.Duration // of patience
	}{
		"too many requests":              {"PATCH", func(int, *http.Request) (*http.Response, error) { return answer(429, `{}`) }, PatienceBusy},
		"a server error":                 {"PATCH", func(int, *http.Request) (*http.Response, error) { return answer(500, `{}`) }, PatienceBusy},
		"a load balancer's page":         {"GET", func(int, *http.Request) (*http.Response, error) { return answer(502, `<html>`) }, PatienceBusy},
		"a refused connection":           {"DELETE", func(int, *http.Request) (*http.Response, error) { return nil, refused }, PatienceBusy},
		"a connection that breaks":       {"PATCH", func(int, *http.Request) (*http.Response, error) { return nil, reset }, PatienceBusy},
		"half an answer":                 {"GET", func(int, *http.Request) (*http.Response, error) { return answer(200, `{"kind":`) }, PatienceBusy},
		"credentials that are refused":   {"GET", func(int, *http.Request) (*http.Response, error) { return answer(401, `{}`) }, PatienceToken},
		"a webhook that does not answer": {"PATCH", func(int, *http.Request) (*http.Response, error) { return answer(500, says(`failed calling webhook`)) }, PatienceWebhook},
		"a server without its own roles": {"GET", func(int, *http.Request) (*http.Response, error) {
			return answer(403, says(`RBAC: [clusterrole.rbac.authorization.k8s.io "system:discovery" not found]`))
		}, PatienceBusy},
		"a server without its allocator": {"PATCH", func(int, *http.Request) (*http.Response, error) {
			return answer(422, says(`failed to allocate IP: allocator not ready`))
		}, PatienceBusy},
		"a refusal":  {"PATCH", func(int, *http.Request) (*http.Response, error) { return answer(403, `{}`) }, 0},
		"a conflict": {"PATCH", func(int, *http.Request) (*http.Response, error) { return answer(409, `{}`) }, 0},
		"an object that does not fit": {"PATCH", func(int, *http.Request) (*http.Response, error) {
			return answer(500, says(`failed to create typed patch object`))
		}, 0},
		"a creation that may have been":    {"POST", func(int, *http.Request) (*http.Response, error) { return nil, reset }, 0},
		"a creation that failed":           {"POST", func(int, *http.Request) (*http.Response, error) { return answer(500, `{}`) }, 0},
		"a creation that was not begun":    {"POST", func(int, *http.Request) (*http.Response, error) { return answer(429, `{}`) }, PatienceBusy},
		"a creation that reached nobody":   {"POST", func(int, *http.Request) (*http.Response, error) { return nil, refused }, PatienceBusy},
		"a server that asks for too much":  {"GET", func(int, *http.Request) (*http.Response, error) { return answer(429, `{}`, "Retry-After", "3600") }, 0},
		"a request that nobody waits for":  {"GET", func(int, *http.Request) (*http.Response, error) { return nil, context.Canceled }, 0},
		"a server error with Retry-After":  {"GET", func(int, *http.Request) (*http.Response, error) { return answer(503, `{}`, "Retry-After", "7") }, PatienceBusy},
		"an answer that is not from there": {"GET", func(int, *http.Request) (*http.Response, error) { return answer(504, `<html>`) }, PatienceBusy},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, calls := counted(test.server, nil)
				began := time.Now()
				response, err := ask(p, request(t, test.method, "x"))
				took := time.Since(began)
				if took > test.want || took < test.want-8*time.Second || (*calls > 1) != (test.want > 0) {
					t.Errorf("%d calls in %s, want %s", *calls, took, test.want)
				}
				if err == nil && test.want > 0 && response.retryAfter != "" {
					t.Error("the last answer asks to come back: the clients above would")
				}
				if test.want > 0 && errors.Is(err, syscall.ECONNRESET) {
					t.Error("the last error looks like a broken connection: the clients above would try again")
				}
			})
		})
	}
}

func TestACreationThatMayBeRepeatedIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, calls := counted(func(n int, _ *http.Request) (*http.Response, error) {
			if n == 1 {
				return nil, reset
			}
			return answer(409, `{}`)
		}, nil)
		r := request(t, "POST", "x")
		if response, err := ask(p, r.WithContext(Repeatable(r.Context()))); err != nil || response.code != 409 || *calls != 2 {
			t.Errorf("%d calls, %v", *calls, err)
		}
	})
}

func TestEveryTryHasTheWholeRequestAndTheLastAnswerIsWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, calls := counted(func(n int, r *http.Request) (*http.Response, error) {
			if body, err := io.ReadAll(r.Body); err != nil || string(body) != "the object" {
				t.Errorf("try %d has %q, %v", n, body, err)
			}
			if n < 3 {
				return answer(503, `{}`)
			}
			return answer(200, `{"kind": "List"}`)
		}, nil)
		response, err := ask(p, request(t, "PATCH", "the object"))
		if err != nil || *calls != 3 {
			t.Fatalf("%d calls, %v", *calls, err)
		}
		if response.body != `{"kind": "List"}` {
			t.Errorf("%+v", response)
		}
	})
}

func TestAServerThatSaysWhenToComeBackIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, calls := counted(func(n int, _ *http.Request) (*http.Response, error) {
			if n == 1 {
				return answer(429, `{}`, "Retry-After", "60")
			}
			return answer(200, `{}`)
		}, nil)
		began := time.Now()
		if _, err := ask(p, request(t, "GET", "")); err != nil || *calls != 2 || time.Since(began) != time.Minute {
			t.Errorf("%d calls in %s, %v", *calls, time.Since(began), err)
		}
	})
}

func TestASilentServerIsGivenUpAndAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, calls := counted(func(n int, r *http.Request) (*http.Response, error) {
			if n == 1 {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return answer(200, `{}`)
		}, nil)
		if _, err := ask(p, request(t, "GET", "")); err != nil || *calls != 2 {
			t.Errorf("%d calls, %v", *calls, err)
		}
	})
}

func TestAServerThatHasBeenAwayMayNotKnowAllRightsYet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, calls := counted(func(n int, _ *http.Request) (*http.Response, error) {
			switch {
			case n == 2:
				return nil, refused
			case n < 5:
				return answer(403, `{}`)
			}
			return answer(200, `{}`)
		}, nil)
		for _, want := range []struct{ code, calls int }{{403, 1}, {200, 5}} {
			response, err := ask(p, request(t, "PATCH", ""))
			if err != nil || response.code != want.code || *calls != want.calls {
				t.Errorf("%d calls, %v, %v; want %v", *calls, response, err, want)
			}
		}
	})
}

func TestPatienceEndsWithTheContextAndKeepsTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := counted(func(int, *http.Request) (*http.Response, error) { return answer(429, `{}`, "Retry-After", "4") }, nil)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		response, err := ask(p, request(t, "PATCH", "").WithContext(ctx))
		if err != nil || response.code != http.StatusTooManyRequests || time.Since(began) > 5*time.Second {
			t.Errorf("after %s: %v, %v", time.Since(began), response, err)
		}
	})
}

func TestRequestsWithoutAContextEndWithTheClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, stop := context.WithCancel(t.Context())
		p, _ := counted(func(int, *http.Request) (*http.Response, error) { return answer(503, `{}`) }, nil)
		p.base = base
		time.AfterFunc(time.Second, stop)
		began := time.Now()
		if _, err := ask(p, request(t, "GET", "").WithContext(context.Background())); err != nil || time.Since(began) != time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
	})
}

func TestALongWaitIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		p, _ := counted(func(n int, _ *http.Request) (*http.Response, error) {
			if n < 10 {
				return answer(503, `{}`, "Retry-After", "4")
			}
			return answer(200, `{}`)
		}, func(words string) { told = append(told, words) })
		_, err := ask(p, request(t, "GET", ""))
		if err != nil || len(told) != 4 || told[0] != "the API server answers 503 Service Unavailable" {
			t.Errorf("told %q, %v", told, err)
		}
	})
}

func TestAWatchIsHandedOnAndEndsWhenItIsClosed(t *testing.T) {
	var seen context.Context
	p, _ := counted(func(_ int, r *http.Request) (*http.Response, error) {
		seen = r.Context()
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("half a line"))}, nil
	}, nil)
	r := request(t, "GET", "")
	r.URL.RawQuery = "watch=true"
	response, err := p.RoundTrip(r)
	if err != nil || seen.Err() != nil {
		t.Fatal(err, seen.Err())
	}
	if err := response.Body.Close(); err != nil || seen.Err() == nil {
		t.Errorf("still open: %v", err)
	}
}

func TestAGuardIsAskedBeforeEveryTryThatChangesSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lost := errors.New("the lock is lost")
		asked := 0
		ctx := Guard(t.Context(), func(context.Context) error {
			if asked++; asked > 2 {
				return lost
			}
			return nil
		})
		p, calls := counted(func(int, *http.Request) (*http.Response, error) { return answer(503, `{}`) }, nil)
		if _, err := ask(p, request(t, "PATCH", "").WithContext(ctx)); !errors.Is(err, lost) || *calls != 2 {
			t.Errorf("%d calls, %v", *calls, err)
		}
		p, _ = counted(func(int, *http.Request) (*http.Response, error) { return answer(200, `{}`) }, nil)
		if _, err := ask(p, request(t, "GET", "").WithContext(ctx)); err != nil || asked != 3 {
			t.Errorf("asked %d times, %v", asked, err)
		}
	})
}
