package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) invite(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Role  domain.WorkspaceRole `json:"role" enum:"workspace-admin,workspace-regular,workspace-viewer"`
		Email string               `json:"email,omitempty" maxLength:"200"`
	}
}) (*answer[NewInvitation], error) {
	return nil, unfinished()
}

func (s *Server) deleteInvitation(ctx context.Context, in *struct {
	InWorkspace
	Invitation string `path:"invitation"`
}) (*none, error) {
	return nil, unfinished()
}

func (s *Server) lookAtInvitation(ctx context.Context, in *struct{ Body InvitationSecret }) (*answer[domain.Invitation], error) {
	return nil, unfinished()
}

func (s *Server) acceptInvitation(ctx context.Context, in *struct {
	Body struct {
		InvitationSecret
		Account *struct {
			Name     string `json:"name" maxLength:"40"`
			Title    string `json:"title"`
			Password string `json:"password" maxLength:"128" writeOnly:"true"`
		} `json:"account,omitempty" doc:"The account to make; absent if who has signed in accepts"`
	}
}) (*signedIn, error) {
	return nil, unfinished()
}
