package api

import (
	"context"
	"net/http"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

var errDisabled = &domain.Error{Kind: domain.Forbidden, Code: "disabled", Message: "this account is disabled", Hint: "ask an administrator to enable it"}

func (s *Server) signIn(ctx context.Context, in *struct{ Body Credentials }) (*signedIn, error) {
	name := in.Body.User
	if err := s.Throttle.Try(s.now(), name, principal(ctx).Address); err != nil {
		return nil, err
	}
	user, err := s.checkPassword(ctx, name, in.Body.Password)
	if err != nil {
		return nil, err
	}
	s.Throttle.Forgive(name, principal(ctx).Address)
	return s.begin(ctx, func(store.Tx) (string, error) { return user.Name, nil })
}

// checkPassword gives the user with a name and password. It takes as long for a user that does not exist, and a disabled
// one is told so only with the right password.
func (s *Server) checkPassword(ctx context.Context, name, password string) (*domain.User, error) {
	user := &domain.User{}
	err := s.Store.View(ctx, func(tx store.Tx) error {
		found, err := tx.GetUser(name)
		if err == nil {
			user = found
		}
		return unlessMissing(err)
	})
	if err != nil {
		return nil, err
	}
	fits, outdated, err := s.Passwords.Verify(ctx, user.Password, password)
	switch {
	case err != nil:
		return nil, err
	case !fits:
		logOf(ctx).InfoContext(ctx, "sign-in refused", "user", user.Name, "address", principal(ctx).Address)
		return nil, auth.ErrCredentials
	case user.Disabled:
		return nil, errDisabled
	case outdated:
		return user, s.rehash(ctx, user.Name, user.Password, password)
	}
	return user, nil
}

// rehash keeps the same password at today's cost, unless it was changed meanwhile.
func (s *Server) rehash(ctx context.Context, name, old, password string) error {
	hash, err := s.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := tx.GetUser(name)
		if err != nil || user.Password != old {
			return err
		}
		user.Password = hash
		return tx.UpdateUser(user)
	})
}

func (s *Server) signInByLink(ctx context.Context, in *struct {
	Body struct {
		Secret string `json:"secret" maxLength:"100" doc:"What follows # in the link"`
	}
}) (*signedIn, error) {
	if err := s.Throttle.Try(s.now(), "", principal(ctx).Address); err != nil {
		return nil, err
	}
	secret, ok := auth.ParseSecret(auth.LinkSecret, in.Body.Secret)
	if !ok {
		return nil, errLink
	}
	out, err := s.begin(ctx, func(tx store.Tx) (string, error) {
		link, err := tx.TakeLink(secret.Hash())
		if isMissing(err) || err == nil && !s.now().Before(link.Expires) {
			return "", errLink
		}
		if err != nil {
			return "", err
		}
		return link.User, nil
	})
	if err == nil {
		s.Throttle.Forgive("", principal(ctx).Address)
	}
	return out, err
}

var errLink = &domain.Error{Kind: domain.Unauthenticated, Code: "link", Message: "this link is not valid: it was used, has expired, or is not whole",
	Hint: "have the store print another one"}

// begin signs in the user whom first names, in the same transaction as that.
func (s *Server) begin(ctx context.Context, first func(store.Tx) (user string, err error)) (*signedIn, error) {
	out := &signedIn{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		name, err := first(tx)
		if err != nil {
			return err
		}
		cookie, err := s.newSession(ctx, tx, name)
		if err != nil {
			return err
		}
		out.Cookie = []http.Cookie{cookie}
		out.Body, err = meOf(tx, name)
		return err
	})
}

// newSession makes a session, and forgets those that have expired.
func (s *Server) newSession(ctx context.Context, tx store.Tx, name string) (http.Cookie, error) {
	user, err := tx.GetUser(name)
	if err != nil {
		return http.Cookie{}, err
	}
	if user.Disabled {
		return http.Cookie{}, errDisabled
	}
	now, secret := s.now(), auth.NewSecret(auth.SessionSecret)
	session := &domain.Session{Hash: secret.Hash(), User: name, Created: now, Seen: now, Expires: now.Add(auth.SessionLife)}
	if err := tx.DeleteExpiredSessions(now); err != nil {
		return http.Cookie{}, err
	}
	if err := tx.InsertSession(session); err != nil {
		return http.Cookie{}, err
	}
	if err := tx.TouchSession(session.Hash, now); err != nil {
		return http.Cookie{}, err
	}
	by := &domain.Principal{User: name, Address: principal(ctx).Address}
	return s.Cookies.Set(secret, session.Expires), tx.Audit(s.entry(by, "session.begin", "user", name, user.Title))
}
