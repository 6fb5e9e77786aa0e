package auth

import (
	"context"
	"net/http"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Directory finds whom a secret belongs to, by its hash. What is unknown, expired, or of a disabled user is nil without
// error; an error says that the question could not be answered.
type Directory interface {
	BySession(ctx context.Context, hash string) (*domain.Principal, error)
	ByToken(ctx context.Context, hash string) (*domain.Principal, error)
}

// Identity is who a request is from, and how that was proved.
type Identity struct {
	Principal *domain.Principal
	// Session is the hash of the session that proved it, Token that of the API token; both are empty for nobody.
	Session, Token string
}

type identityKey struct{}

// Of gives the identity that the middleware found; nobody's if it found none.
func Of(ctx context.Context) Identity {
	if id, ok := ctx.Value(identityKey{}).(Identity); ok {
		return id
	}
	return Identity{Principal: domain.Anonymous}
}

// With gives a context in which Of gives the identity.
func With(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, id)
}

// Middleware puts into the context of each request who it is from. Requests without proof go through as nobody's: the
// routes decide.
type Middleware struct {
	Directory Directory
	Cookies   Cookies
	Proxies   Proxies
	// Refuse answers a request that goes no further.
	Refuse func(w http.ResponseWriter, r *http.Request, err error)

	crossOrigin http.CrossOriginProtection
}

// Handler gives the handler that asks next once it knows who asks. Browsers send cookies along with what other sites make
// them ask for, so requests that change something and have no token are held to the same origin.
func (m *Middleware) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := m.identify(r)
		if err != nil {
			m.Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(With(r.Context(), id)))
	})
}

func (m *Middleware) identify(r *http.Request) (Identity, error) {
	id, err := m.prove(r)
	if err != nil {
		return Identity{}, err
	}
	p := domain.Principal{}
	if id.Principal != nil {
		p = *id.Principal
	}
	p.Address = m.Proxies.Address(r)
	id.Principal = &p
	return id, nil
}

func (m *Middleware) prove(r *http.Request) (Identity, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return m.byToken(r.Context(), header)
	}
	if err := m.crossOrigin.Check(r); err != nil {
		return Identity{}, &domain.Error{Kind: domain.Forbidden, Code: "cross-origin", Message: "this request comes from another site",
			Hint: "open the store itself; programs send an API token as Authorization: Bearer TOKEN"}
	}
	secret, ok := m.Cookies.read(r)
	if !ok {
		return Identity{}, nil
	}
	p, err := m.Directory.BySession(r.Context(), secret.Hash())
	if p == nil || err != nil {
		return Identity{}, err
	}
	return Identity{Principal: p, Session: secret.Hash()}, nil
}

var errToken = &domain.Error{Kind: domain.Unauthenticated, Code: "token", Message: "the API token is not valid: it is unknown, expired or revoked, or its user is disabled",
	Hint: "make a new one, and send it as Authorization: Bearer TOKEN"}

// byToken refuses what is no valid token: a program should learn that, and not be taken for nobody.
func (m *Middleware) byToken(ctx context.Context, header string) (Identity, error) {
	scheme, text, _ := strings.Cut(header, " ")
	secret, ok := ParseSecret(TokenSecret, strings.TrimSpace(text))
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return Identity{}, errToken
	}
	p, err := m.Directory.ByToken(ctx, secret.Hash())
	if err == nil && p == nil {
		err = errToken
	}
	return Identity{Principal: p, Token: secret.Hash()}, err
}

// NeedsSession refuses who proved themselves by an API token: what would outlive that token, such as another one.
func NeedsSession(ctx context.Context) error {
	if id := Of(ctx); id.Principal.User != "" && id.Session == "" {
		return &domain.Error{Kind: domain.Forbidden, Code: "session-needed", Message: "an API token is not enough for this", Hint: "sign in with name and password"}
	}
	return nil
}

// ErrCredentials refuses a sign-in. It does not tell whether there is such a user.
var ErrCredentials error = &domain.Error{Kind: domain.Unauthenticated, Code: "credentials", Message: "the name or the password is wrong",
	Hint: "check both; an administrator can set a new password"}
