package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) createWorkspace(ctx context.Context, in *struct {
	Body struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		Admin string `json:"admin,omitempty" doc:"User who becomes its workspace-admin; who creates it if empty"`
	}
}) (*answer[*domain.Workspace], error) {
	return nil, unfinished()
}

func (s *Server) getWorkspace(ctx context.Context, in *InWorkspace) (*answer[*domain.Workspace], error) {
	return nil, unfinished()
}

func (s *Server) editWorkspace(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Based
		Title string `json:"title"`
	}
}) (*answer[*domain.Workspace], error) {
	return nil, unfinished()
}

func (s *Server) deleteWorkspace(ctx context.Context, in *InWorkspace) (*none, error) {
	return nil, unfinished()
}

func (s *Server) listWorkspaceMembers(ctx context.Context, in *InWorkspace) (*answer[[]*domain.Member], error) {
	return nil, unfinished()
}

func (s *Server) putWorkspaceMember(ctx context.Context, in *struct {
	InWorkspace
	User string `path:"user"`
	Body struct {
		Role domain.WorkspaceRole `json:"role" enum:"workspace-admin,workspace-regular,workspace-viewer"`
	}
}) (*answer[[]*domain.Member], error) {
	return nil, unfinished()
}

func (s *Server) deleteWorkspaceMember(ctx context.Context, in *struct {
	InWorkspace
	User string `path:"user"`
}) (*none, error) {
	return nil, unfinished()
}
