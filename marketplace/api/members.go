package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) listWorkspaceMembers(ctx context.Context, in *InWorkspace) (*answer[[]*domain.Member], error) {
	out := &answer[[]*domain.Member]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		_, err := workspaceFor(tx, principal(ctx), in.Workspace, domain.ViewWorkspace)
		if err == nil {
			out.Body, err = tx.ListWorkspaceMembers(in.Workspace)
		}
		return err
	})
}

func (s *Server) putWorkspaceMember(ctx context.Context, in *struct {
	InWorkspace
	User string `path:"user"`
	Body struct {
		Role domain.WorkspaceRole `json:"role" enum:"workspace-admin,workspace-regular,workspace-viewer"`
	}
}) (*answer[[]*domain.Member], error) {
	p := principal(ctx)
	out := &answer[[]*domain.Member]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, domain.EditWorkspace)
		if err == nil {
			err = s.putMember(tx, p, w, in.User, in.Body.Role)
		}
		if err == nil {
			out.Body, err = tx.ListWorkspaceMembers(w.Name)
		}
		return err
	})
}

// putMember makes a user a member of a workspace, or changes what they are there.
func (s *Server) putMember(tx store.Tx, p *domain.Principal, w *domain.Workspace, user string, role domain.WorkspaceRole) error {
	if _, err := tx.GetUser(user); err != nil {
		return err
	}
	if err := tx.PutWorkspaceMember(w.Name, user, role, s.now()); err != nil {
		return err
	}
	return tx.Audit(s.workspaceEntry(p, "workspace.member", w, user+" is "+string(role)))
}

// deleteWorkspaceMember is also how members leave.
func (s *Server) deleteWorkspaceMember(ctx context.Context, in *struct {
	InWorkspace
	User string `path:"user"`
}) (*none, error) {
	p := principal(ctx)
	right := domain.EditWorkspace
	if p.User == in.User {
		right = domain.ViewWorkspace
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, right)
		if err != nil {
			return err
		}
		if err := tx.DeleteWorkspaceMember(w.Name, in.User); err != nil {
			return err
		}
		return tx.Audit(s.workspaceEntry(p, "workspace.member-removed", w, in.User))
	})
}
