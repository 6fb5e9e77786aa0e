package auth

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// directory knows one user by a session and one by a token.
type directory struct {
	session, token Secret
	broken         error
}

func (d *directory) BySession(_ context.Context, hash string) (*domain.Principal, error) {
	if hash != d.session.Hash() {
		return nil, d.broken
	}
	return &domain.Principal{User: "isv"}, d.broken
}

func (d *directory) ByToken(_ context.Context, hash string) (*domain.Principal, error) {
	if hash != d.token.Hash() {
		return nil, d.broken
	}
	return &domain.Principal{User: "robot"}, d.broken
}

func TestWhoARequestIsFrom(t *testing.T) {
	known := &directory{session: NewSecret(SessionSecret), token: NewSecret(TokenSecret)}
	session := func(s string) func(*http.Request) {
		return func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "chandler_session", Value: s}) }
	}
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, c := range []struct {
		name, method string
		with         []func(*http.Request)
		user, code   string
	}{
		{"nothing", "GET", nil, "", ""},
		{"nothing, changing", "POST", nil, "", ""},
		{"a session", "GET", []func(*http.Request){session(known.session.Reveal())}, "isv", ""},
		{"a session, changing", "POST", []func(*http.Request){session(known.session.Reveal()), header("Sec-Fetch-Site", "same-origin")}, "isv", ""},
		{"a session from another site", "POST", []func(*http.Request){session(known.session.Reveal()), header("Sec-Fetch-Site", "cross-site")}, "", "cross-origin"},
		{"a session from a sibling", "DELETE", []func(*http.Request){session(known.session.Reveal()), header("Sec-Fetch-Site", "same-site")}, "", "cross-origin"},
		{"a session from an old browser on another site", "POST", []func(*http.Request){session(known.session.Reveal()), header("Origin", "https://evil.example")}, "", "cross-origin"},
		{"a sign-in from another site", "POST", []func(*http.Request){header("Sec-Fetch-Site", "cross-site")}, "", "cross-origin"},
		{"a link from another site", "GET", []func(*http.Request){session(known.session.Reveal()), header("Sec-Fetch-Site", "cross-site")}, "isv", ""},
		{"an unknown session", "GET", []func(*http.Request){session(NewSecret(SessionSecret).Reveal())}, "", ""},
		{"a token as session", "GET", []func(*http.Request){session(known.token.Reveal())}, "", ""},
		{"a token", "POST", []func(*http.Request){header("Authorization", "Bearer "+known.token.Reveal())}, "robot", ""},
		{"a token from another site", "POST", []func(*http.Request){header("Authorization", "bearer "+known.token.Reveal()), header("Sec-Fetch-Site", "cross-site")}, "robot", ""},
		{"a token beside a session", "GET", []func(*http.Request){header("Authorization", "Bearer "+known.token.Reveal()), session(known.session.Reveal())}, "robot", ""},
		{"an unknown token", "GET", []func(*http.Request){header("Authorization", "Bearer "+NewSecret(TokenSecret).Reveal())}, "", "token"},
		{"an unknown token beside a session", "GET", []func(*http.Request){header("Authorization", "Bearer x"), session(known.session.Reveal())}, "", "token"},
		{"a session as token", "GET", []func(*http.Request){header("Authorization", "Bearer "+known.session.Reveal())}, "", "token"},
		{"a password", "GET", []func(*http.Request){header("Authorization", "Basic aXN2OnBhc3N3b3Jk")}, "", "token"},
	} {
		r := httptest.NewRequest(c.method, "/api/v1/session", nil)
		for _, with := range c.with {
			with(r)
		}
		var code string
		var id *Identity
		m := &Middleware{Directory: known, Refuse: func(_ http.ResponseWriter, _ *http.Request, err error) {
			var e *domain.Error
			if !errors.As(err, &e) {
				t.Errorf("%s: %v", c.name, err)
				return
			}
			code = e.Code
		}}
		m.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			found := Of(r.Context())
			id = &found
		})).ServeHTTP(httptest.NewRecorder(), r)
		switch {
		case code != c.code || (id == nil) != (c.code != ""):
			t.Errorf("%s: code %q, want %q", c.name, code, c.code)
		case id != nil && (id.Principal.User != c.user || id.Principal.Address != "192.0.2.1" || (id.Session != "") != (c.user == "isv")):
			t.Errorf("%s: %+v, want %q", c.name, id, c.user)
		}
	}
}

func TestABrokenDirectoryLetsNobodyThrough(t *testing.T) {
	broken := errors.New("the database does not answer")
	d := &directory{session: NewSecret(SessionSecret), token: NewSecret(TokenSecret), broken: broken}
	for name, with := range map[string]func(*http.Request){
		"session": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "chandler_session", Value: d.session.Reveal()}) },
		"token":   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+d.token.Reveal()) },
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		with(r)
		var got error
		m := &Middleware{Directory: d, Refuse: func(_ http.ResponseWriter, _ *http.Request, err error) { got = err }}
		m.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Errorf("%s: let through", name) })).ServeHTTP(httptest.NewRecorder(), r)
		if !errors.Is(got, broken) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNobodyIsFoundWithoutTheMiddleware(t *testing.T) {
	if id := Of(context.Background()); id.Principal.User != "" || id.Session != "" {
		t.Errorf("%+v", id)
	}
}

func TestATokenDoesNotDoForWhatNeedsASession(t *testing.T) {
	for name, c := range map[string]struct {
		id Identity
		ok bool
	}{
		"session": {Identity{Principal: &domain.Principal{User: "isv"}, Session: "hash"}, true},
		"token":   {Identity{Principal: &domain.Principal{User: "isv"}}, false},
		"nobody":  {Identity{Principal: domain.Anonymous}, true}, // the right decides
	} {
		if err := NeedsSession(With(context.Background(), c.id)); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheCookieIsBoundToTheStore(t *testing.T) {
	secret := NewSecret(SessionSecret)
	for secure, want := range map[bool]string{
		false: "chandler_session=" + secret.Reveal() + "; Path=/; Expires=Fri, 01 May 2026 12:00:00 GMT; HttpOnly; SameSite=Lax",
		true:  "__Host-chandler_session=" + secret.Reveal() + "; Path=/; Expires=Fri, 01 May 2026 12:00:00 GMT; HttpOnly; Secure; SameSite=Lax",
	} {
		set, clear := Cookies{secure}.Set(secret, noon), Cookies{secure}.Clear()
		if got := set.String(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		if clear.Name != set.Name || clear.MaxAge >= 0 || clear.Value != "" {
			t.Errorf("signing out: %s", clear.String())
		}
	}
}

func TestTheAddressIsTheLastThatIsNoProxy(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	type request struct {
		remote    string
		forwarded []string
	}
	for _, c := range []struct {
		request
		proxies Proxies
		want    string
	}{
		{request{"192.0.2.7:1234", nil}, nil, "192.0.2.7"},
		{request{"192.0.2.7:1234", []string{"203.0.113.9"}}, nil, "192.0.2.7"},
		{request{"192.0.2.7:1234", []string{"203.0.113.9"}}, proxies, "192.0.2.7"},
		{request{"10.0.0.1:1234", []string{"203.0.113.9"}}, proxies, "203.0.113.9"},
		{request{"10.0.0.1:1234", []string{"6.6.6.6, 203.0.113.9"}}, proxies, "203.0.113.9"},
		{request{"10.0.0.1:1234", []string{"6.6.6.6", "203.0.113.9, 10.1.1.1"}}, proxies, "203.0.113.9"},
		{request{"[fd00::1]:1234", []string{"2001:db8::5"}}, proxies, "2001:db8::5"},
		{request{"10.0.0.1:1234", []string{"nonsense"}}, proxies, "10.0.0.1"},
		{request{"10.0.0.1:1234", nil}, proxies, "10.0.0.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		for _, f := range c.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if diff := cmp.Diff(c.want, c.proxies.Address(r)); diff != "" {
			t.Errorf("%+v: %s", c.request, diff)
		}
	}
}
