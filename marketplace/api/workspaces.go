package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// InWorkspace names a workspace in the path.
type InWorkspace struct {
	Workspace string `path:"workspace"`
}

func (s *Server) workspaceRoutes(api huma.API) {
	const tag = "Workspaces"
	route(api, "GET", "/workspaces", "listWorkspaces", tag, "The workspaces that one belongs to, or, for who manages them, all; orders: name, created", s.listWorkspaces)
	route(api, "POST", "/workspaces", "createWorkspace", tag, "Create a workspace", s.createWorkspace)
	route(api, "GET", "/workspaces/{workspace}", "getWorkspace", tag, "One workspace", s.getWorkspace)
	route(api, "PATCH", "/workspaces/{workspace}", "editWorkspace", tag, "Change a workspace", s.editWorkspace)
	route(api, "DELETE", "/workspaces/{workspace}", "deleteWorkspace", tag, "Delete a workspace; its released apps stay in the store", s.deleteWorkspace)
	route(api, "GET", "/workspaces/{workspace}/members", "listWorkspaceMembers", tag, "Its members", s.listWorkspaceMembers)
	route(api, "PUT", "/workspaces/{workspace}/members/{user}", "putWorkspaceMember", tag, "Add a member, or change their role", s.putWorkspaceMember)
	route(api, "DELETE", "/workspaces/{workspace}/members/{user}", "deleteWorkspaceMember", tag, "Remove a member", s.deleteWorkspaceMember)
}

func (s *Server) listWorkspaces(ctx context.Context, in *struct {
	Paging
	Search
}) (*list[*domain.Workspace], error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	whose := p.User
	if p.Has(domain.CreateWorkspaces, domain.Object{}) {
		whose = "" // all
	}
	out := &list[*domain.Workspace]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListWorkspaces(whose, in.Q, in.page())
		return err
	})
}

func (s *Server) createWorkspace(ctx context.Context, in *struct {
	Body struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Admin string `json:"admin,omitempty" doc:"User who becomes its workspace-admin; who creates it if empty"`
	}
}) (*answer[*domain.Workspace], error) {
	p, err := may(ctx, domain.CreateWorkspaces, domain.Object{})
	if err == nil {
		err = domain.Together("the workspace is not in order", domain.CheckName("body.name", in.Body.Name), domain.CheckTitle("body.title", in.Body.Title))
	}
	if err != nil {
		return nil, err
	}
	admin := in.Body.Admin
	if admin == "" {
		admin = p.User
	}
	out := &answer[*domain.Workspace]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		w := &domain.Workspace{Name: in.Body.Name, Title: in.Body.Title, Created: s.now()}
		if err := tx.InsertWorkspace(w); err != nil {
			return err
		}
		if err := s.putMember(tx, p, w, admin, domain.WorkspaceAdmin); err != nil {
			return err
		}
		if err := tx.Audit(s.workspaceEntry(p, "workspace.create", w, "")); err != nil {
			return err
		}
		out.Body, err = tx.GetWorkspace(w.Name)
		return err
	})
}

func (s *Server) getWorkspace(ctx context.Context, in *InWorkspace) (*answer[*domain.Workspace], error) {
	out := &answer[*domain.Workspace]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = workspaceFor(tx, principal(ctx), in.Workspace, domain.ViewWorkspace)
		return err
	})
}

func (s *Server) editWorkspace(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Based
		Title string `json:"title"`
	}
}) (*answer[*domain.Workspace], error) {
	p := principal(ctx)
	out := &answer[*domain.Workspace]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, domain.EditWorkspace)
		if err == nil {
			err = domain.CheckTitle("body.title", in.Body.Title)
		}
		if err == nil {
			err = domain.Stale("workspace "+in.Workspace, in.Body.Revision, w.Revision)
		}
		if err != nil {
			return err
		}
		w.Title, out.Body = in.Body.Title, w
		if err := tx.UpdateWorkspace(w); err != nil {
			return err
		}
		return tx.Audit(s.workspaceEntry(p, "workspace.edit", w, ""))
	})
}

// workspaceFor gives a workspace to who has a right on it. One that is not there is refused like one that they may not
// know of.
func workspaceFor(tx store.Tx, p *domain.Principal, name string, right domain.Right) (*domain.Workspace, error) {
	if err := p.May(right, (&domain.Workspace{Name: name}).Object()); err != nil {
		return nil, err
	}
	return tx.GetWorkspace(name)
}

func (s *Server) workspaceEntry(p *domain.Principal, action string, w *domain.Workspace, message string) *domain.Entry {
	e := s.entry(p, action, "workspace", w.Name, w.Title)
	e.Workspace, e.Message = w.Name, message
	return e
}
