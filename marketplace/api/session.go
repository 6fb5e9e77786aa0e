package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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

// signedIn is an output that sets the session's cookie, if there is one.
type signedIn struct {
	Cookie []http.Cookie `header:"Set-Cookie"`
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
	p := principal(ctx)
	if p.User == "" {
		return &answer[Me]{nobody()}, nil
	}
	out := &answer[Me]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = meOf(tx, p.User)
		return err
	})
}

func nobody() Me {
	return Me{Permissions: []domain.Permission{}, Workspaces: map[string]domain.WorkspaceRole{}, Projects: map[string]domain.ProjectRole{}}
}

func meOf(tx store.Tx, name string) (Me, error) {
	user, err := tx.GetUser(name)
	if err != nil {
		return Me{}, err
	}
	p, err := tx.Principal(name)
	if err != nil {
		return Me{}, err
	}
	return Me{User: user, Permissions: p.Permissions, Workspaces: p.Workspaces, Projects: p.Projects}, nil
}

func (s *Server) signOut(ctx context.Context, _ *none) (*struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}, error) {
	out := &struct {
		Cookie http.Cookie `header:"Set-Cookie"`
	}{s.Cookies.Clear()}
	session := auth.Of(ctx).Session
	if session == "" {
		return out, nil
	}
	return out, s.Store.Update(ctx, func(tx store.Tx) error { return unlessMissing(tx.DeleteSession(session)) })
}

func (s *Server) changeProfile(ctx context.Context, in *struct {
	Body struct {
		Title    string `json:"title"`
		Email    string `json:"email"`
		Language string `json:"language" enum:"en,ko,"`
	}
}) (*answer[*domain.User], error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	if err := domain.Together("the profile is not in order", domain.CheckTitle("body.title", in.Body.Title), checkEmail(in.Body.Email)); err != nil {
		return nil, err
	}
	out := &answer[*domain.User]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := tx.GetUser(p.User)
		if err != nil {
			return err
		}
		user.Title, user.Email, user.Language = in.Body.Title, in.Body.Email, in.Body.Language
		out.Body = user
		if err := tx.UpdateUser(user); err != nil {
			return err
		}
		return tx.Audit(s.entry(p, "user.profile", "user", user.Name, user.Title))
	})
}
