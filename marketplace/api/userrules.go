package api

import (
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// userToChange gives a user that who asks may decide over: one who has no rights that they lack themselves.
func userToChange(tx store.Tx, p *domain.Principal, name string) (*domain.User, error) {
	user, err := tx.GetUser(name)
	if err != nil {
		return nil, err
	}
	role, err := tx.GetRole(user.Role)
	if err != nil {
		return nil, err
	}
	return user, p.MayGrant(role)
}

// mayGive refuses a platform role that there is not, or that gives more than who asks has.
func mayGive(tx store.Tx, p *domain.Principal, name string) error {
	role, err := tx.GetRole(name)
	if isMissing(err) {
		return domain.Invalidf("body.role", "role", "there is no such platform role").With("choose one of the list")
	}
	if err != nil {
		return err
	}
	return p.MayGrant(role)
}

// mayGo refuses to delete or disable oneself, or the last platform administrator.
func mayGo(tx store.Tx, p *domain.Principal, user *domain.User) error {
	if p.User == user.Name {
		return domain.Conflictf("own-account", "%s is your own account", user.Name).With("ask another administrator")
	}
	return notLastAdmin(tx, user)
}

// notOwnPassword leaves the own password to changePassword, which asks for the old one: a session or token that was stolen
// must not become an account that was stolen.
func notOwnPassword(p *domain.Principal, user *domain.User) error {
	if p.User != user.Name {
		return nil
	}
	return domain.Conflictf("own-account", "%s is your own account", user.Name).With("change your password in your settings, where the old one is asked for")
}

// notLastAdmin refuses to take the last enabled platform administrator from the platform.
func notLastAdmin(tx store.Tx, user *domain.User) error {
	if user.Role != domain.PlatformAdmin || user.Disabled {
		return nil
	}
	admins, err := tx.ListUsers(store.UserQuery{Role: domain.PlatformAdmin}, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	for _, a := range admins.Items {
		if a.Name != user.Name && !a.Disabled {
			return nil
		}
	}
	return domain.Conflictf("last-admin", "%s is the last platform administrator", user.Name).With("make somebody else one first")
}

// endAccess ends a user's sessions and API tokens.
func endAccess(tx store.Tx, user string) error {
	if err := tx.DeleteSessions(user); err != nil {
		return err
	}
	tokens, err := tx.ListTokens(user)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if err := tx.DeleteToken(user, t.ID); err != nil {
			return err
		}
	}
	return nil
}
