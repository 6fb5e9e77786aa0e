package api

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// invitationLife is how long an invitation can be accepted.
const invitationLife = 7 * 24 * time.Hour

// NewAccount is what somebody who is invited chooses for an account.
type NewAccount struct {
	Name     string `json:"name" maxLength:"40"`
	Title    string `json:"title"`
	Password string `json:"password" maxLength:"128" writeOnly:"true"`
}

func (s *Server) acceptInvitation(ctx context.Context, in *struct {
	Body struct {
		InvitationSecret
		Account *NewAccount `json:"account,omitempty" doc:"The account to make; absent if who has signed in accepts"`
	}
}) (*signedIn, error) {
	p := principal(ctx)
	if err := s.Throttle.Try(s.now(), "", p.Address); err != nil {
		return nil, err
	}
	accept := s.joinSignedIn
	if in.Body.Account != nil {
		accept = s.joinAnew
	}
	out, err := accept(ctx, in.Body.Secret, in.Body.Account)
	if err == nil {
		s.Throttle.Forgive("", p.Address)
	}
	return out, err
}

// joinSignedIn has who has signed in join.
func (s *Server) joinSignedIn(ctx context.Context, secret string, _ *NewAccount) (*signedIn, error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	out := &signedIn{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		err := s.join(tx, p, secret)
		if err == nil {
			out.Body, err = meOf(tx, p.User)
		}
		return err
	})
}

// joinAnew makes an account, has it join, and signs it in.
func (s *Server) joinAnew(ctx context.Context, secret string, a *NewAccount) (*signedIn, error) {
	err := domain.Together("the account is not in order", domain.CheckName("body.account.name", a.Name), domain.CheckTitle("body.account.title", a.Title),
		auth.CheckPassword("body.account.password", a.Name, a.Password))
	if err == nil {
		err = s.Store.View(ctx, func(tx store.Tx) error { // before a hash is paid for
			_, err := s.openInvitation(tx, secret)
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	hash, err := s.Passwords.Hash(ctx, a.Password)
	if err != nil {
		return nil, err
	}
	by := &domain.Principal{User: a.Name, Address: principal(ctx).Address}
	return s.begin(ctx, func(tx store.Tx) (string, error) {
		user := &domain.User{Name: a.Name, Title: a.Title, Role: domain.PlatformRegular, Password: hash, Created: s.now()}
		if err := tx.InsertUser(user); err != nil {
			return "", err
		}
		if err := tx.Audit(s.userEntry(by, "user.create", user, "by invitation")); err != nil {
			return "", err
		}
		return user.Name, s.join(tx, by, secret)
	})
}

// join spends an invitation. Who is a member already keeps their role, and the invitation.
func (s *Server) join(tx store.Tx, p *domain.Principal, secret string) error {
	i, err := s.openInvitation(tx, secret)
	if err != nil {
		return err
	}
	w, err := tx.GetWorkspace(i.Workspace)
	if err != nil {
		return err
	}
	if isMember(tx, w.Name, p.User) == nil {
		return domain.Conflictf("already-member", "%s belongs to workspace %s already", p.User, w.Name).With("leave the link to who it is for")
	}
	if err := tx.AcceptInvitation(i.ID, s.now()); err != nil {
		return err
	}
	return s.putMember(tx, p, w, p.User, i.Role)
}

// openInvitation gives the invitation of a link, if it can still be accepted.
func (s *Server) openInvitation(tx store.Tx, text string) (*domain.Invitation, error) {
	gone := &domain.Error{Kind: domain.NotFound, Code: "invitation", Message: "this invitation is not valid: it was accepted or withdrawn, has expired, or the link is not whole",
		Hint: "ask who invited you for another one"}
	secret, ok := auth.ParseSecret(auth.InvitationSecret, text)
	if !ok {
		return nil, gone
	}
	i, err := tx.GetInvitation(secret.Hash())
	if isMissing(err) || err == nil && (i.Accepted != nil || !s.now().Before(i.Expires)) {
		return nil, gone
	}
	return i, err
}
