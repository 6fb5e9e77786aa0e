package auth

import (
	"net/http"
	"time"
)

// How long a browser stays signed in: at most, and without being used.
const (
	SessionLife = 7 * 24 * time.Hour
	SessionIdle = 24 * time.Hour
)

// Cookies makes and reads the session's cookie. Secure is set when browsers reach the store by https: the cookie then goes
// nowhere else, and is bound to the host.
type Cookies struct{ Secure bool }

// Name is what the cookie is called.
func (c Cookies) Name() string {
	if c.Secure {
		return "__Host-chandler_session"
	}
	return "chandler_session"
}

// Set gives the cookie that signs a browser in until a time.
func (c Cookies) Set(s Secret, expires time.Time) http.Cookie {
	cookie := c.cookie()
	cookie.Value, cookie.Expires = s.Reveal(), expires
	return cookie
}

// Clear gives the cookie that signs a browser out.
func (c Cookies) Clear() http.Cookie {
	cookie := c.cookie()
	cookie.MaxAge = -1
	return cookie
}

func (c Cookies) cookie() http.Cookie {
	return http.Cookie{Name: c.Name(), Path: "/", HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode}
}

// read gives the session's secret that a request brought.
func (c Cookies) read(r *http.Request) (Secret, bool) {
	cookie, err := r.Cookie(c.Name())
	if err != nil {
		return Secret{}, false
	}
	return ParseSecret(SessionSecret, cookie.Value)
}
