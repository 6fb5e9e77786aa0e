package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Me is who has signed in, and what they may do.
type Me struct {
	User        *domain.User                    `json:"user,omitempty" doc:"Absent if nobody has signed in"`
	Permissions []domain.Permission             `json:"permissions"`
	Workspaces  map[string]domain.WorkspaceRole `json:"workspaces" doc:"Role by workspace"`
	Projects    map[string]domain.ProjectRole   `json:"projects" doc:"Role by project"`
}

// Credentials are those of a local account.
type Credentials struct {
	User     string `json:"user" maxLength:"40"`
	Password string `json:"password" maxLength:"128" writeOnly:"true"`
}

// signedIn is an output that sets the session's cookie.
type signedIn struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Body   Me
}

func (s *Server) sessionRoutes(api huma.API) {
	const tag = "Session"
	route(api, "GET", "/session", "getSession", tag, "Who has signed in", s.getSession)
	route(api, "POST", "/session", "signIn", tag, "Sign in with name and password", s.signIn)
	route(api, "POST", "/session/link", "signInByLink", tag, "Sign in by a one-time link", s.signInByLink)
	route(api, "DELETE", "/session", "signOut", tag, "Sign out", s.signOut)
	route(api, "PUT", "/session/password", "changePassword", tag, "Change the own password", s.changePassword)
	route(api, "PATCH", "/session/profile", "changeProfile", tag, "Change the own title, address and language", s.changeProfile)
}

func (s *Server) getSession(ctx context.Context, _ *none) (*answer[Me], error) {
	return nil, unfinished()
}

func (s *Server) signIn(ctx context.Context, in *struct{ Body Credentials }) (*signedIn, error) {
	return nil, unfinished()
}

func (s *Server) signInByLink(ctx context.Context, in *struct {
	Body struct {
		Secret string `json:"secret" maxLength:"100" doc:"What follows # in the link"`
	}
}) (*signedIn, error) {
	return nil, unfinished()
}

func (s *Server) signOut(ctx context.Context, _ *none) (*struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}, error) {
	return nil, unfinished()
}

func (s *Server) changePassword(ctx context.Context, in *struct {
	Body struct {
		Old string `json:"old,omitempty" maxLength:"128" writeOnly:"true" doc:"Not needed right after signing in by a link"`
		New string `json:"new" maxLength:"128" writeOnly:"true"`
	}
}) (*none, error) {
	return nil, unfinished()
}

func (s *Server) changeProfile(ctx context.Context, in *struct {
	Body struct {
		Title    string `json:"title"`
		Email    string `json:"email"`
		Language string `json:"language" enum:"en,ko,"`
	}
}) (*answer[*domain.User], error) {
	return nil, unfinished()
}
