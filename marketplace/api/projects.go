package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err == nil && in.Workspace != "" {
		err = p.May(domain.ViewWorkspace, (&domain.Workspace{Name: in.Workspace}).Object())
	}
	if err != nil {
		return nil, err
	}
	whose := p.User
	if p.Has(domain.CreateWorkspaces, domain.Object{}) {
		whose = "" // all
	}
	out := &answer[[]*domain.Project]{Body: []*domain.Project{}}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		all, err := tx.ListProjects(in.Workspace, whose)
		if err != nil {
			return err
		}
		for _, project := range all {
			if !in.Install || project.State == domain.ProjectReady && p.Has(domain.ManageInstances, project.Object()) {
				out.Body = append(out.Body, project)
			}
		}
		return nil
	})
}

func (s *Server) createProject(ctx context.Context, in *struct {
	InWorkspace
	Body struct {
		Name    string `json:"name" doc:"Also the namespace's name"`
		Title   string `json:"title"`
		Cluster string `json:"cluster"`
	}
}) (*answer[*domain.Project], error) {
	p := principal(ctx)
	project := &domain.Project{Name: in.Body.Name, Title: in.Body.Title, Workspace: in.Workspace, Cluster: in.Body.Cluster,
		State: domain.ProjectPreparing, Created: s.now()}
	return &answer[*domain.Project]{project}, s.Store.Update(ctx, func(tx store.Tx) error {
		if _, err := workspaceFor(tx, p, in.Workspace, domain.EditWorkspace); err != nil {
			return err
		}
		if err := domain.Together("the project is not in order", checkNamespace(project.Name), domain.CheckTitle("body.title", project.Title)); err != nil {
			return err
		}
		if err := takesProjects(tx, project.Cluster); err != nil {
			return err
		}
		if err := tx.InsertProject(project); err != nil {
			return err
		}
		if err := tx.Enqueue(store.WorkPrepareProject, project.Name); err != nil {
			return err
		}
		return tx.Audit(s.projectEntry(p, "project.create", project, "on cluster "+project.Cluster))
	})
}

func (s *Server) getProject(ctx context.Context, in *InProject) (*answer[*domain.Project], error) {
	out := &answer[*domain.Project]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = projectFor(tx, principal(ctx), in.Project, domain.ViewProject)
		return err
	})
}

func (s *Server) deleteProject(ctx context.Context, in *InProject) (*none, error) {
	p := principal(ctx)
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		project, err := projectFor(tx, p, in.Project, domain.ViewProject)
		if err == nil {
			err = p.May(domain.EditWorkspace, project.Object())
		}
		if err == nil {
			err = isEmpty(tx, project)
		}
		if err != nil {
			return err
		}
		project.State, project.Message = domain.ProjectDeleting, ""
		if err := tx.UpdateProject(project); err != nil {
			return err
		}
		if err := tx.Enqueue(store.WorkRemoveProject, project.Name); err != nil {
			return err
		}
		tx.Notify("project/" + project.Name)
		return tx.Audit(s.projectEntry(p, "project.delete", project, ""))
	})
}
