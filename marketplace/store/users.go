package store

import (
	"github.com/chandler-dev/chandler/marketplace/domain"
)

var users = table[domain.User]{
	name: "users", noun: "user", key: "name", taken: "body.name",
	call:     func(u *domain.User) string { return u.Name },
	identify: func(u *domain.User) string { return u.Name },
	revision: func(u *domain.User) *int64 { return &u.Revision },
	fields: func(u *domain.User) []field {
		return []field{{"name", &u.Name, stored}, {"title", &u.Title, stored}, {"email", &u.Email, stored}, {"role", &u.Role, stored},
			{"disabled", &u.Disabled, stored}, {"password", &u.Password, stored}, {"language", &u.Language, stored},
			{"created", moment{&u.Created}, stored}, {"last_seen", perhaps{&u.LastSeen}, stored}, {"revision", &u.Revision, stored}}
	},
}

func (x *transaction) InsertUser(u *domain.User) error           { return users.insert(x, u) }
func (x *transaction) GetUser(name string) (*domain.User, error) { return users.get(x, name) }
func (x *transaction) UpdateUser(u *domain.User) error           { return users.update(x, u) }
func (x *transaction) DeleteUser(name string) error              { return users.delete(x, name) }

func (x *transaction) ListUsers(q UserQuery, p Page) (List[*domain.User], error) {
	var f filter
	f.contains(q.Text, "name", "title", "email")
	f.equals("role", q.Role)
	o, err := p.ordered(order{columns: []string{"name"}}, map[string][]string{"name": {"name"}, "created": {"created", "name"}, "lastSeen": {"coalesce(last_seen, 0)", "name"}})
	if err != nil {
		return List[*domain.User]{}, err
	}
	return users.list(x, f, o, p)
}

func (x *transaction) Principal(user string) (*domain.Principal, error) {
	p := &domain.Principal{User: user, Workspaces: map[string]domain.WorkspaceRole{}, Projects: map[string]domain.ProjectRole{}}
	found, err := x.one([]any{&p.Role, document{&p.Permissions}},
		"SELECT roles.name, permissions FROM users JOIN roles ON roles.name = users.role WHERE users.name = ?", user)
	if err == nil && !found {
		err = domain.NotFoundf("user %s does not exist", user)
	}
	if err == nil {
		err = readRoles(x, p.Workspaces, "SELECT workspace, role FROM workspace_members WHERE member = ?", user)
	}
	if err == nil {
		err = readRoles(x, p.Projects, "SELECT project, role FROM project_members WHERE member = ?", user)
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// readRoles reads names and what somebody is there.
func readRoles[R ~string](x *transaction, to map[string]R, statement string, args ...any) error {
	rows, err := x.query(statement, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name, role string
		if err := rows.Scan(&name, &role); err != nil {
			return err
		}
		to[name] = R(role)
	}
	return rows.Err()
}
