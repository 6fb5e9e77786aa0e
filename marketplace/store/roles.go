package store

import (
	"errors"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var roles = table[domain.Role]{
	name: "roles", noun: "role", key: "name", taken: "body.name",
	call:     func(r *domain.Role) string { return r.Name },
	identify: func(r *domain.Role) string { return r.Name },
	revision: func(r *domain.Role) *int64 { return &r.Revision },
	fields: func(r *domain.Role) []field {
		return []field{{"name", &r.Name, stored}, {"title", &r.Title, stored}, {"permissions", document{&r.Permissions}, stored},
			{"built_in", &r.BuiltIn, stored}, {"revision", &r.Revision, stored},
			{"(SELECT count(*) FROM users WHERE users.role = roles.name)", &r.Users, computed}}
	},
}

// seedRoles puts in the built-in roles, as this version of the program has them.
func seedRoles(tx Tx) error {
	for _, r := range domain.BuiltInRoles() {
		current, err := tx.GetRole(r.Name)
		var refusal *domain.Error
		switch {
		case errors.As(err, &refusal) && refusal.Kind == domain.NotFound:
			err = tx.InsertRole(&r)
		case err == nil:
			r.Revision = current.Revision
			err = tx.UpdateRole(&r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *transaction) InsertRole(r *domain.Role) error           { return roles.insert(x, r) }
func (x *transaction) GetRole(name string) (*domain.Role, error) { return roles.get(x, name) }
func (x *transaction) UpdateRole(r *domain.Role) error           { return roles.update(x, r) }

func (x *transaction) DeleteRole(name string) error {
	r, err := roles.get(x, name)
	if err != nil {
		return err
	}
	if r.Users > 0 {
		return inUse("role", name, r.Users, "user has it", "users have it", "give them another role first")
	}
	return roles.delete(x, name)
}

func (x *transaction) ListRoles() ([]*domain.Role, error) {
	return roles.query(x, "ORDER BY built_in DESC, name", true)
}

// inUse refuses to delete what others need.
func inUse(noun, name string, n int, one, many, hint string) error {
	if n == 1 {
		many = one
	}
	return domain.Conflictf("in-use", "%s %s cannot be deleted: %d %s", noun, name, n, many).With(hint)
}
