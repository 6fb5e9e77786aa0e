package api

import (
	"context"
	"slices"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) listProjectMembers(ctx context.Context, in *InProject) (*answer[[]*domain.Member], error) {
	out := &answer[[]*domain.Member]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		_, err := projectFor(tx, principal(ctx), in.Project, domain.ViewProject)
		if err == nil {
			out.Body, err = tx.ListProjectMembers(in.Project)
		}
		return err
	})
}

func (s *Server) putProjectMember(ctx context.Context, in *struct {
	InProject
	User string `path:"user"`
	Body struct {
		Role domain.ProjectRole `json:"role" enum:"admin,operator,viewer"`
	}
}) (*answer[[]*domain.Member], error) {
	p := principal(ctx)
	out := &answer[[]*domain.Member]{}
	return out, s.Store.Update(ctx, func(tx store.Tx) error {
		project, err := projectFor(tx, p, in.Project, domain.EditProject)
		if err == nil {
			err = isMember(tx, project.Workspace, in.User)
		}
		if err == nil {
			err = tx.PutProjectMember(project.Name, in.User, in.Body.Role, s.now())
		}
		if err == nil {
			err = tx.Audit(s.projectEntry(p, "project.member", project, in.User+" is "+string(in.Body.Role)))
		}
		if err == nil {
			out.Body, err = tx.ListProjectMembers(project.Name)
		}
		return err
	})
}

func (s *Server) deleteProjectMember(ctx context.Context, in *struct {
	InProject
	User string `path:"user"`
}) (*none, error) {
	p := principal(ctx)
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		project, err := projectFor(tx, p, in.Project, domain.EditProject)
		if err == nil {
			err = tx.DeleteProjectMember(project.Name, in.User)
		}
		if err != nil {
			return err
		}
		return tx.Audit(s.projectEntry(p, "project.member-removed", project, in.User))
	})
}

// isMember refuses who does not belong to a workspace.
func isMember(tx store.Tx, workspace, user string) error {
	members, err := tx.ListWorkspaceMembers(workspace)
	if err != nil || slices.ContainsFunc(members, func(m *domain.Member) bool { return m.User == user }) {
		return err
	}
	return domain.Conflictf("not-member", "%s does not belong to workspace %s", user, workspace).With("add or invite them to the workspace first")
}
