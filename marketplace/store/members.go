package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Members of workspaces and projects are kept alike: of is workspace or project, the name of the table's column.

func (x *transaction) putMember(of, name, user, role string, since time.Time) error {
	_, err := x.exec("INSERT INTO "+of+"_members ("+of+", member, role, since) VALUES (?, ?, ?, ?) ON CONFLICT ("+of+", member) DO UPDATE SET role = excluded.role",
		name, user, role, since.UnixMicro())
	if err != nil && x.db.dialect.isReferred(err) {
		return domain.NotFoundf("user %s or %s %s does not exist", user, of, name)
	}
	return err
}

func (x *transaction) deleteMember(of, name, user string) error {
	n, err := x.exec("DELETE FROM "+of+"_members WHERE "+of+" = ? AND member = ?", name, user)
	if err == nil && n == 0 {
		return domain.NotFoundf("user %s is no member of %s %s", user, of, name)
	}
	return err
}

func (x *transaction) listMembers(of, name string) ([]*domain.Member, error) {
	rows, err := x.query("SELECT member, title, m.role, since FROM "+of+"_members m JOIN users ON users.name = member WHERE "+of+" = ? ORDER BY member", name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	all := []*domain.Member{}
	for rows.Next() {
		m := &domain.Member{}
		if err := rows.Scan(&m.User, &m.Title, &m.Role, moment{&m.Since}); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, rows.Err()
}
