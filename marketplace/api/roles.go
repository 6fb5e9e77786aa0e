package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) listRoles(ctx context.Context, _ *none) (*answer[[]*domain.Role], error) {
	return nil, unfinished()
}

func (s *Server) createRole(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name"`
		RoleBody
	}
}) (*answer[*domain.Role], error) {
	return nil, unfinished()
}

func (s *Server) editRole(ctx context.Context, in *struct {
	Role string `path:"role"`
	Body struct {
		Based
		RoleBody
	}
}) (*answer[*domain.Role], error) {
	return nil, unfinished()
}

func (s *Server) deleteRole(ctx context.Context, in *struct {
	Role string `path:"role"`
}) (*none, error) {
	return nil, unfinished()
}
