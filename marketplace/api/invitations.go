package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// NewInvitation is an invitation, with its link, which is shown once.
type NewInvitation struct {
	domain.Invitation
	Link string `json:"link" doc:"To be handed to who is invited; not shown again"`
}

// InvitationSecret is what follows # in an invitation's link.
type InvitationSecret struct {
	Secret string `json:"secret" maxLength:"100"`
}

func (s *Server) invitationRoutes(api huma.API) {
	const tag = "Invitations"
	route(api, "GET", "/workspaces/{workspace}/invitations", "listInvitations", tag, "Invitations of a workspace", s.listInvitations)
	route(api, "POST", "/workspaces/{workspace}/invitations", "invite", tag, "Invite somebody into a workspace", s.invite)
	route(api, "DELETE", "/workspaces/{workspace}/invitations/{invitation}", "deleteInvitation", tag, "Withdraw an invitation", s.deleteInvitation)
	route(api, "POST", "/invitations/look", "lookAtInvitation", tag, "What a link invites to", s.lookAtInvitation)
	route(api, "POST", "/invitations/accept", "acceptInvitation", tag, "Accept an invitation: as who has signed in, or with a new account", s.acceptInvitation)
}

func (s *Server) listInvitations(ctx context.Context, in *InWorkspace) (*answer[[]*domain.Invitation], error) {
	out := &answer[[]*domain.Invitation]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		_, err := workspaceFor(tx, principal(ctx), in.Workspace, domain.EditWorkspace)
		if err == nil {
			out.Body, err = tx.ListInvitations(in.Workspace)
		}
		return err
	})
}

func (s *Server) invite(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Role  domain.WorkspaceRole `json:"role" enum:"workspace-admin,workspace-regular,workspace-viewer"`
		Email string               `json:"email,omitempty" maxLength:"200"`
	}
}) (*answer[NewInvitation], error) {
	p, secret, now := principal(ctx), auth.NewSecret(auth.InvitationSecret), s.now()
	i := domain.Invitation{ID: domain.NewID(domain.InvitationID), Workspace: in.Workspace, Role: in.Body.Role, Email: in.Body.Email, By: p.User,
		Created: now, Expires: now.Add(invitationLife), Hash: secret.Hash()}
	err := s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, domain.EditWorkspace)
		if err == nil {
			err = checkEmail(in.Body.Email)
		}
		if err == nil {
			err = tx.InsertInvitation(&i)
		}
		if err != nil {
			return err
		}
		return tx.Audit(s.workspaceEntry(p, "invitation.create", w, string(i.Role)+" "+i.Email))
	})
	if err != nil {
		return nil, err
	}
	return &answer[NewInvitation]{NewInvitation{Invitation: i, Link: s.Public + "/invitation#" + secret.Reveal()}}, nil
}

func (s *Server) deleteInvitation(ctx context.Context, in *struct {
	InWorkspace
	Invitation string `path:"invitation"`
}) (*none, error) {
	p := principal(ctx)
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, domain.EditWorkspace)
		if err == nil {
			err = tx.DeleteInvitation(in.Workspace, in.Invitation)
		}
		if err != nil {
			return err
		}
		return tx.Audit(s.workspaceEntry(p, "invitation.delete", w, in.Invitation))
	})
}

func (s *Server) lookAtInvitation(ctx context.Context, in *struct{ Body InvitationSecret }) (*answer[domain.Invitation], error) {
	if err := s.Throttle.Try(s.now(), "", principal(ctx).Address); err != nil {
		return nil, err
	}
	out := &answer[domain.Invitation]{}
	err := s.Store.View(ctx, func(tx store.Tx) error {
		i, err := s.openInvitation(tx, in.Body.Secret)
		if err == nil {
			out.Body = *i
		}
		return err
	})
	if err == nil {
		s.Throttle.Forgive("", principal(ctx).Address)
	}
	return out, err
}
