package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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
	if _, err := may(ctx, domain.EditUsers, domain.Object{}); err != nil {
		return nil, err
	}
	out := &list[*domain.User]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListUsers(store.UserQuery{Text: in.Q, Role: in.Role}, in.page())
		return err
	})
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
	p, err := may(ctx, domain.EditUsers, domain.Object{})
	if err != nil {
		return nil, err
	}
	user := &domain.User{Name: in.Body.Name, Title: in.Body.Title, Email: in.Body.Email, Role: in.Body.Role, Created: s.now()}
	err = domain.Together("the user is not in order", domain.CheckName("body.name", user.Name), domain.CheckTitle("body.title", user.Title),
		checkEmail(user.Email), auth.CheckPassword("body.password", user.Name, in.Body.Password))
	if err != nil {
		return nil, err
	}
	if user.Password, err = s.Passwords.Hash(ctx, in.Body.Password); err != nil {
		return nil, err
	}
	return &answer[*domain.User]{user}, s.Store.Update(ctx, func(tx store.Tx) error {
		if err := mayGive(tx, p, user.Role); err != nil {
			return err
		}
		if err := tx.InsertUser(user); err != nil {
			return err
		}
		return tx.Audit(s.userEntry(p, "user.create", user, "role "+user.Role))
	})
}

func (s *Server) getUser(ctx context.Context, in *struct {
	User string `path:"user"`
}) (*answer[*domain.User], error) {
	p := principal(ctx)
	right := domain.EditUsers
	if p.User == in.User {
		right = domain.ManageOwn
	}
	if err := p.May(right, domain.Object{Name: "user " + in.User}); err != nil {
		return nil, err
	}
	out := &answer[*domain.User]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.GetUser(in.User)
		return err
	})
}

func (s *Server) deleteUser(ctx context.Context, in *struct {
	User string `path:"user"`
}) (*none, error) {
	p, err := may(ctx, domain.EditUsers, domain.Object{})
	if err != nil {
		return nil, err
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		user, err := userToChange(tx, p, in.User)
		if err != nil {
			return err
		}
		if err := mayGo(tx, p, user); err != nil {
			return err
		}
		if err := tx.DeleteUser(user.Name); err != nil {
			return err
		}
		return tx.Audit(s.userEntry(p, "user.delete", user, ""))
	})
}

func (s *Server) userEntry(p *domain.Principal, action string, user *domain.User, message string) *domain.Entry {
	e := s.entry(p, action, "user", user.Name, user.Title)
	e.Message = message
	return e
}
