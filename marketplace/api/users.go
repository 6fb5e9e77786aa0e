package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

func (s *Server) userRoutes(api huma.API) {
	const tag = "Users"
	route(api, "GET", "/users", "listUsers", tag, "Users; orders: name, created, lastSeen", s.listUsers)
	route(api, "POST", "/users", "createUser", tag, "Create a user", s.createUser)
	route(api, "GET", "/users/{user}", "getUser", tag, "One user", s.getUser)
	route(api, "PATCH", "/users/{user}", "editUser", tag, "Change a user", s.editUser)
	route(api, "DELETE", "/users/{user}", "deleteUser", tag, "Delete a user", s.deleteUser)
}

func (s *Server) listUsers(ctx context.Context, in *struct {
	Paging
	Search
	Role string `query:"role"`
}) (*list[*domain.User], error) {
	return nil, unfinished()
}

func (s *Server) createUser(ctx context.Context, in *struct {
	Body struct {
		Name     string `json:"name"`
		Title    string `json:"title"`
		Email    string `json:"email,omitempty"`
		Role     string `json:"role" doc:"Platform role"`
		Password string `json:"password" maxLength:"128" writeOnly:"true"`
	}
}) (*answer[*domain.User], error) {
	return nil, unfinished()
}

func (s *Server) getUser(ctx context.Context, in *struct {
	User string `path:"user"`
}) (*answer[*domain.User], error) {
	return nil, unfinished()
}

func (s *Server) editUser(ctx context.Context, in *struct {
	User string `path:"user"`
	Body struct {
		Based
		Title    *string `json:"title,omitempty"`
		Email    *string `json:"email,omitempty"`
		Role     *string `json:"role,omitempty"`
		Disabled *bool   `json:"disabled,omitempty" doc:"Ends their sessions and tokens at once"`
		Password *string `json:"password,omitempty" maxLength:"128" writeOnly:"true"`
	}
}) (*answer[*domain.User], error) {
	return nil, unfinished()
}

func (s *Server) deleteUser(ctx context.Context, in *struct {
	User string `path:"user"`
}) (*none, error) {
	return nil, unfinished()
}
