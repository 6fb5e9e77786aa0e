package tester

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/images/tester/testspec"
)

// site answers as its paths say; /hang until the request is given up.
func site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<html><head><title>Hello World</title></head><body>Yay</body></html>")
	})
	mux.HandleFunc("/forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<title>"+strings.Join([]string{r.Method, r.Host, r.Header.Get("X-Here")}, " ")+"</title>")
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	mux.HandleFunc("/circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle", http.StatusFound) })
	mux.HandleFunc("/hang", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "<title>Large</title>")
		for line := []byte(strings.Repeat("<p>x", 1<<14)); ; {
			if _, err := w.Write(line); err != nil {
				return // endless, until the other side has enough
			}
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAnswersAreHeldAgainstWhatIsExpected(t *testing.T) {
	url := site(t)
	title := func(s string) testspec.HTTPExpect {
		return testspec.HTTPExpect{Title: &testspec.StringAssert{Exactly: &s}}
	}
	code := func(n int) testspec.HTTPExpect {
		return testspec.HTTPExpect{StatusCode: &testspec.IntAssert{Equals: &n}}
	}
	tests := map[string]struct {
		test testspec.HTTPTest
		want string // in the reason; "" if it passes
	}{
		"nothing expected":      {testspec.HTTPTest{URL: "/forbidden"}, ""},
		"status code":           {testspec.HTTPTest{URL: "/forbidden", Expect: testspec.HTTPExpect{StatusCode: &testspec.IntAssert{AtLeast: new(400)}}}, ""},
		"another status code":   {testspec.HTTPTest{URL: "/forbidden", Expect: testspec.HTTPExpect{StatusCode: &testspec.IntAssert{AtLeast: new(200), LessThan: new(400)}}}, "status code should be less than 400, but is 403"},
		"status text":           {testspec.HTTPTest{URL: "/", Expect: testspec.HTTPExpect{StatusText: &testspec.StringAssert{Equals: new("200 OK")}}}, ""},
		"another status text":   {testspec.HTTPTest{URL: "/", Expect: testspec.HTTPExpect{StatusText: &testspec.StringAssert{Contains: new("Forbidden")}}}, `status text should contain "Forbidden", but is "200 OK"`},
		"title":                 {testspec.HTTPTest{URL: "/", Expect: title("Hello World")}, ""},
		"another title":         {testspec.HTTPTest{URL: "/", Expect: title("Hi World")}, `title should be exactly "Hi World", but is "Hello World"`},
		"no title":              {testspec.HTTPTest{URL: "/forbidden", Expect: title("x")}, "HTML document contains no title"},
		"a redirect":            {testspec.HTTPTest{URL: "/moved", Expect: title("Hello World")}, ""},
		"a circle":              {testspec.HTTPTest{URL: "/circle", Expect: code(302)}, "no answer: stopped after 10 redirects"},
		"method and headers":    {testspec.HTTPTest{URL: "/echo", Method: "POST", Headers: map[string]string{"X-Here": "yes", "host": "shop.example"}, Expect: title("POST shop.example yes")}, ""},
		"an endless body":       {testspec.HTTPTest{URL: "/large", Expect: title("Large")}, ""},
		"a method that is none": {testspec.HTTPTest{URL: "/", Method: "A B"}, `the request cannot be made: net/http: invalid method "A B"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.test.URL = url + test.test.URL
			expectFailure(t, testHTTP(t.Context(), &test.test), test.want)
		})
	}
}

func TestARequestWithoutAnAnswerFails(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	for url, want := range map[string]string{
		server.URL + "/?token=canary": "connection refused",
		"ftp://example.com":           `unsupported protocol scheme "ftp"`,
		"http://[::1":                 "missing ']' in host",
		"/only/a/path":                "unsupported protocol scheme",
	} {
		f := testHTTP(t.Context(), &testspec.HTTPTest{URL: url, Method: "GET"})
		if f == nil || !strings.Contains(f.reason, want) || strings.Contains(f.reason, "canary") {
			t.Errorf("%s: failure is %+v, want %s", url, f, want)
		}
	}
}

func TestARequestIsGivenUpWhenItsTimeIsOver(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	expectFailure(t, testHTTP(ctx, &testspec.HTTPTest{URL: site(t) + "/hang", Method: "GET"}), "context canceled")
	r := &run{Options: Options{Timeout: 1}}
	f := r.test(t.Context(), testspec.Action{HTTPTest: &testspec.HTTPTest{URL: site(t) + "/hang", Method: "GET"}})
	expectFailure(t, f, "not done within 1ns; --timeout allows for more")
}

// expectFailure wants a failure with these words in its reason, or none if there are no words.
func expectFailure(t *testing.T, f *failure, want string) {
	t.Helper()
	switch {
	case want == "" && f != nil:
		t.Errorf("it failed: %s", f.reason)
	case want != "" && f == nil:
		t.Errorf("it passed, want %s", want)
	case want != "" && !strings.Contains(f.reason, want):
		t.Errorf("reason is %q, want %q", f.reason, want)
	}
}
