package api

import (
	"context"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// UserChange is what can be changed of a user. What is absent stays.
type UserChange struct {
	Based
	Title    *string `json:"title,omitempty"`
	Email    *string `json:"email,omitempty"`
	Role     *string `json:"role,omitempty"`
	Disabled *bool   `json:"disabled,omitempty" doc:"Ends their sessions and tokens at once"`
	Password *string `json:"password,omitempty" maxLength:"128" writeOnly:"true"`
}

func (s *Server) editUser(ctx context.Context, in *struct {
	User string `path:"user"`
	Body UserChange
}) (*answer[*domain.User], error) {
	p, err := may(ctx, domain.EditUsers, domain.Object{})
	if err != nil {
		return nil, err
	}
	change := in.Body
	if err := change.check(); err != nil {
		return nil, err
	}
	hash := ""
	if change.Password != nil {
		if hash, err = s.newPassword(ctx, "body.password", in.User, *change.Password); err != nil {
			return nil, err
		}
	}
	out := &answer[*domain.User]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := userToChange(tx, p, in.User)
		if err == nil && hash != "" {
			err = notOwnPassword(p, user)
		}
		if err != nil {
			return err
		}
		if err := domain.Stale("user "+user.Name, change.Revision, user.Revision); err != nil {
			return err
		}
		said, err := change.apply(tx, p, user, hash)
		if err != nil {
			return err
		}
		out.Body = user
		if err := tx.UpdateUser(user); err != nil {
			return err
		}
		return tx.Audit(s.userEntry(p, "user.edit", user, said))
	})
}

func (c *UserChange) check() error {
	var faults []error
	if c.Title != nil {
		faults = append(faults, domain.CheckTitle("body.title", *c.Title))
	}
	if c.Email != nil {
		faults = append(faults, checkEmail(*c.Email))
	}
	return domain.Together("the user is not in order", faults...)
}

// apply changes the user, and says in the audit's words what was changed. hash is of the new password, if there is one.
func (c *UserChange) apply(tx store.Tx, p *domain.Principal, user *domain.User, hash string) (string, error) {
	var said []string
	if c.Title != nil && *c.Title != user.Title {
		user.Title, said = *c.Title, append(said, "title")
	}
	if c.Email != nil && *c.Email != user.Email {
		user.Email, said = *c.Email, append(said, "e-mail address")
	}
	if c.Role != nil && *c.Role != user.Role {
		if err := c.changeRole(tx, p, user); err != nil {
			return "", err
		}
		said = append(said, "role "+user.Role)
	}
	if c.Disabled != nil && *c.Disabled != user.Disabled {
		if err := c.disable(tx, p, user); err != nil {
			return "", err
		}
		said = append(said, map[bool]string{true: "disabled", false: "enabled"}[user.Disabled])
	}
	if hash != "" {
		user.Password, said = hash, append(said, "password")
		if err := tx.DeleteSessions(user.Name); err != nil {
			return "", err
		}
	}
	return strings.Join(said, ", "), nil
}

func (c *UserChange) changeRole(tx store.Tx, p *domain.Principal, user *domain.User) error {
	if err := mayGive(tx, p, *c.Role); err != nil {
		return err
	}
	if err := notLastAdmin(tx, user); err != nil {
		return err
	}
	user.Role = *c.Role
	return nil
}

// disable ends what a disabled user is signed in with; enabling does not bring it back.
func (c *UserChange) disable(tx store.Tx, p *domain.Principal, user *domain.User) error {
	if *c.Disabled {
		if err := mayGo(tx, p, user); err != nil {
			return err
		}
		if err := endAccess(tx, user.Name); err != nil {
			return err
		}
	}
	user.Disabled = *c.Disabled
	return nil
}
