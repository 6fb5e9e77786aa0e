package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// InProject names a project in the path.
type InProject struct {
	Project string `path:"project"`
}

func (s *Server) projectRoutes(api huma.API) {
	const tag = "Projects"
	route(api, "GET", "/projects", "listProjects", tag, "The projects that one may see, of one workspace or of all", s.listProjects)
	route(api, "POST", "/workspaces/{workspace}/projects", "createProject", tag, "Create a project: a namespace on a cluster", s.createProject)
	route(api, "GET", "/projects/{project}", "getProject", tag, "One project", s.getProject)
	route(api, "DELETE", "/projects/{project}", "deleteProject", tag, "Delete a project without instances, and its namespace", s.deleteProject)
	route(api, "GET", "/projects/{project}/members", "listProjectMembers", tag, "Its members", s.listProjectMembers)
	route(api, "PUT", "/projects/{project}/members/{user}", "putProjectMember", tag, "Add a member of the workspace, or change their role", s.putProjectMember)
	route(api, "DELETE", "/projects/{project}/members/{user}", "deleteProjectMember", tag, "Remove a member", s.deleteProjectMember)
}

func (s *Server) listProjects(ctx context.Context, in *struct {
	Workspace string `query:"workspace"`
	Install   bool   `query:"install" doc:"Only those that one may install to"`
}) (*answer[[]*domain.Project], error) {
	return nil, unfinished()
}

func (s *Server) createProject(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Name    string `json:"name" doc:"Also the namespace's name"`
		Title   string `json:"title"`
		Cluster string `json:"cluster"`
	}
}) (*answer[*domain.Project], error) {
	return nil, unfinished()
}

func (s *Server) getProject(ctx context.Context, in *InProject) (*answer[*domain.Project], error) {
	return nil, unfinished()
}

func (s *Server) deleteProject(ctx context.Context, in *InProject) (*none, error) {
	return nil, unfinished()
}

func (s *Server) listProjectMembers(ctx context.Context, in *InProject) (*answer[[]*domain.Member], error) {
	return nil, unfinished()
}

func (s *Server) putProjectMember(ctx context.Context, in *struct {
	InProject
	User string `path:"user"`
	Body struct {
		Role domain.ProjectRole `json:"role" enum:"admin,operator,viewer"`
	}
}) (*answer[[]*domain.Member], error) {
	return nil, unfinished()
}

func (s *Server) deleteProjectMember(ctx context.Context, in *struct {
	InProject
	User string `path:"user"`
}) (*none, error) {
	return nil, unfinished()
}
