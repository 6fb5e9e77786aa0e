package api

import (
	"context"
	"net/http"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// identified puts who asks into the context of each request.
func (s *Server) identified(next http.Handler) http.Handler {
	m := &auth.Middleware{Directory: directory{s}, Cookies: s.Cookies, Proxies: s.Proxies, Refuse: s.refuse}
	return m.Handler(s.telling(next))
}

// telling says who asks, for the log.
func (s *Server) telling(next http.Handler) http.Handler {
	if s.Asked == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Asked(r.Context(), principal(r.Context()).User)
		next.ServeHTTP(w, r)
	})
}

// principal is who asks.
func principal(ctx context.Context) *domain.Principal { return auth.Of(ctx).Principal }

// may gives who asks, if they have a right.
func may(ctx context.Context, right domain.Right, on domain.Object) (*domain.Principal, error) {
	p := principal(ctx)
	return p, p.May(right, on)
}

// now is the time by the server's clock.
func (s *Server) now() time.Time {
	if s.Now != nil {
		return s.Now().UTC()
	}
	return time.Now().UTC()
}

// entry begins an audit entry about what somebody does now. kind and id make its subject, name is what that is called.
func (s *Server) entry(p *domain.Principal, action, kind, id, name string) *domain.Entry {
	return &domain.Entry{Time: s.now(), Actor: p.User, Address: p.Address, Action: action, Subject: kind + "/" + id, Name: name}
}
