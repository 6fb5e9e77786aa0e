package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// RoleBody is what can be set of a platform role.
type RoleBody struct {
	Title       string              `json:"title"`
	Permissions []domain.Permission `json:"permissions" doc:"Those that they need are added"`
}

func (s *Server) roleRoutes(api huma.API) {
	const tag = "Platform roles"
	route(api, "GET", "/permissions", "listPermissions", tag, "All permissions that a role can have", s.listPermissions)
	route(api, "GET", "/roles", "listRoles", tag, "All platform roles", s.listRoles)
	route(api, "POST", "/roles", "createRole", tag, "Create a platform role", s.createRole)
	route(api, "PUT", "/roles/{role}", "editRole", tag, "Change a platform role", s.editRole)
	route(api, "DELETE", "/roles/{role}", "deleteRole", tag, "Delete a platform role that nobody has", s.deleteRole)
}

func (s *Server) listPermissions(ctx context.Context, _ *none) (*answer[[]domain.PermissionInfo], error) {
	if _, err := may(ctx, domain.ViewRoles, domain.Object{}); err != nil {
		return nil, err
	}
	return &answer[[]domain.PermissionInfo]{domain.Permissions}, nil
}

func (s *Server) listRoles(ctx context.Context, _ *none) (*answer[[]*domain.Role], error) {
	if _, err := may(ctx, domain.ViewRoles, domain.Object{}); err != nil {
		return nil, err
	}
	out := &answer[[]*domain.Role]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListRoles()
		return err
	})
}

func (s *Server) createRole(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name"`
		RoleBody
	}
}) (*answer[*domain.Role], error) {
	p, err := may(ctx, domain.EditRoles, domain.Object{})
	if err != nil {
		return nil, err
	}
	role := &domain.Role{Name: in.Body.Name}
	if err := in.Body.check(role, domain.CheckName("body.name", in.Body.Name)); err != nil {
		return nil, err
	}
	if err := p.MayGrant(role); err != nil {
		return nil, err
	}
	return &answer[*domain.Role]{role}, s.Store.Update(ctx, func(tx store.Tx) error {
		if err := tx.InsertRole(role); err != nil {
			return err
		}
		return tx.Audit(s.roleEntry(p, "role.create", role))
	})
}

func (s *Server) editRole(ctx context.Context, in *struct {
	Role string `path:"role"`
	Body struct {
		Based
		RoleBody
	}
}) (*answer[*domain.Role], error) {
	p, err := may(ctx, domain.EditRoles, domain.Object{})
	if err != nil {
		return nil, err
	}
	wanted := &domain.Role{Name: in.Role}
	if err := in.Body.check(wanted); err != nil {
		return nil, err
	}
	out := &answer[*domain.Role]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		role, err := s.customRole(tx, p, in.Role)
		if err != nil {
			return err
		}
		if err := domain.Stale("role "+role.Name, in.Body.Revision, role.Revision); err != nil {
			return err
		}
		if err := p.MayGrant(wanted); err != nil {
			return err
		}
		role.Title, role.Permissions = wanted.Title, wanted.Permissions
		out.Body = role
		if err := tx.UpdateRole(role); err != nil {
			return err
		}
		return tx.Audit(s.roleEntry(p, "role.edit", role))
	})
}

func (s *Server) deleteRole(ctx context.Context, in *struct {
	Role string `path:"role"`
}) (*none, error) {
	p, err := may(ctx, domain.EditRoles, domain.Object{})
	if err != nil {
		return nil, err
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		role, err := s.customRole(tx, p, in.Role)
		if err != nil {
			return err
		}
		if err := tx.DeleteRole(role.Name); err != nil {
			return err
		}
		return tx.Audit(s.roleEntry(p, "role.delete", role))
	})
}

// check takes what was sent into a role, or says what is wrong with it and with what else was checked.
func (b *RoleBody) check(role *domain.Role, others ...error) error {
	permissions, err := domain.WithNeeds(b.Permissions)
	role.Title, role.Permissions = b.Title, permissions
	return domain.Together("the role is not in order", append(others, domain.CheckTitle("body.title", b.Title), err)...)
}

// customRole gives a role that may be changed by who asks: one that is not built in and gives nothing they do not have.
func (s *Server) customRole(tx store.Tx, p *domain.Principal, name string) (*domain.Role, error) {
	role, err := tx.GetRole(name)
	if err != nil {
		return nil, err
	}
	if role.BuiltIn {
		return nil, domain.Conflictf("built-in", "role %s is built in", name).With("make a role of your own")
	}
	return role, p.MayGrant(role)
}

func (s *Server) roleEntry(p *domain.Principal, action string, role *domain.Role) *domain.Entry {
	e := s.entry(p, action, "role", role.Name, role.Title)
	names := make([]string, len(role.Permissions))
	for i, n := range role.Permissions {
		names[i] = string(n)
	}
	e.Message = strings.Join(names, ", ")
	return e
}
