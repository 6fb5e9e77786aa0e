package api

import (
	"context"
	"net/mail"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) changePassword(ctx context.Context, in *struct {
	Body struct {
		Old string `json:"old,omitempty" maxLength:"128" writeOnly:"true" doc:"Not needed by who has none yet, as after the first sign-in by a link"`
		New string `json:"new" maxLength:"128" writeOnly:"true"`
	}
}) (*none, error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err == nil {
		err = auth.NeedsSession(ctx)
	}
	if err != nil {
		return nil, err
	}
	hash, err := s.newPassword(ctx, "body.new", p.User, in.Body.New)
	if err != nil {
		return nil, err
	}
	before, err := s.oldPassword(ctx, p, in.Body.Old)
	if err != nil {
		return nil, err
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := tx.GetUser(p.User)
		if err != nil {
			return err
		}
		if user.Password != before {
			return domain.Conflictf("stale", "your password was changed meanwhile").With("sign in again")
		}
		user.Password = hash
		if err := tx.UpdateUser(user); err != nil {
			return err
		}
		if err := endOtherSessions(tx, user.Name, auth.Of(ctx).Session); err != nil {
			return err
		}
		return tx.Audit(s.entry(p, "user.password", "user", user.Name, user.Title))
	})
}

// newPassword gives the hash of a password that a user is to have.
func (s *Server) newPassword(ctx context.Context, field, user, password string) (string, error) {
	if err := auth.CheckPassword(field, user, password); err != nil {
		return "", err
	}
	return s.Passwords.Hash(ctx, password)
}

// oldPassword gives the hash that a user has, if they know its password. Who holds a stolen session cannot try often.
func (s *Server) oldPassword(ctx context.Context, p *domain.Principal, password string) (hash string, err error) {
	err = s.Store.View(ctx, func(tx store.Tx) error {
		user, err := tx.GetUser(p.User)
		if err == nil {
			hash = user.Password
		}
		return err
	})
	if err != nil || hash == "" {
		return hash, err
	}
	if err := s.Throttle.Try(s.now(), p.User, p.Address); err != nil {
		return "", err
	}
	fits, _, err := s.Passwords.Verify(ctx, hash, password)
	if err == nil && !fits {
		err = domain.Invalidf("body.old", "old-password", "this is not your password").With("enter the one you signed in with")
	}
	return hash, err
}

// endOtherSessions signs a user out everywhere but where they are.
func endOtherSessions(tx store.Tx, user, hash string) error {
	session, err := tx.GetSession(hash)
	if err != nil {
		return err
	}
	if err := tx.DeleteSessions(user); err != nil {
		return err
	}
	return tx.InsertSession(session)
}

// checkEmail holds an optional address to the form NAME@HOST.
func checkEmail(email string) error {
	if email == "" {
		return nil
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || len(email) > 200 {
		return domain.Invalidf("body.email", "email", "this is not an e-mail address").With("write it as name@example.com, or leave it empty")
	}
	return nil
}
