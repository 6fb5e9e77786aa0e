package api

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// linkLife is how long a one-time link is good.
const linkLife = 24 * time.Hour

// AdminLink makes a link by which a platform administrator signs in once, within a day; the account is made if there is
// none of that name. It is for who runs the store, on its own machine. The error says that the account is disabled or no
// platform administrator's.
func (s *Server) AdminLink(ctx context.Context, name string) (string, error) {
	if err := domain.CheckName("name", name); err != nil {
		return "", err
	}
	secret, now := auth.NewSecret(auth.LinkSecret), s.now()
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := tx.GetUser(name)
		if isMissing(err) {
			user = &domain.User{Name: name, Title: "Administrator", Role: domain.PlatformAdmin, Created: now}
			err = tx.InsertUser(user)
		}
		if err != nil {
			return err
		}
		if user.Role != domain.PlatformAdmin || user.Disabled {
			return domain.Conflictf("not-admin", "%s is no platform administrator, or is disabled", name).With("name another account")
		}
		if err := tx.InsertLink(&domain.Link{Hash: secret.Hash(), User: name, Expires: now.Add(linkLife)}); err != nil {
			return err
		}
		return tx.Audit(s.entry(domain.Anonymous, "session.link", "user", name, user.Title))
	})
	if err != nil {
		return "", err
	}
	return s.Public + "/link#" + secret.Reveal(), nil
}
