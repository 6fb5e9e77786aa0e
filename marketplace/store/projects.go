package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var projects = table[domain.Project]{
	name: "projects", noun: "project", key: "name", taken: "body.name",
	call:     func(p *domain.Project) string { return p.Name },
	identify: func(p *domain.Project) string { return p.Name },
	revision: func(p *domain.Project) *int64 { return &p.Revision },
	fields: func(p *domain.Project) []field {
		return []field{{"name", &p.Name, stored}, {"title", &p.Title, stored}, {"workspace", &p.Workspace, stored}, {"cluster", &p.Cluster, stored},
			{"state", &p.State, stored}, {"message", &p.Message, stored}, {"created", moment{&p.Created}, stored}, {"revision", &p.Revision, stored}}
	},
}

func (x *transaction) InsertProject(p *domain.Project) error           { return projects.insert(x, p) }
func (x *transaction) GetProject(name string) (*domain.Project, error) { return projects.get(x, name) }
func (x *transaction) UpdateProject(p *domain.Project) error           { return projects.update(x, p) }
func (x *transaction) DeleteProject(name string) error                 { return projects.delete(x, name) }

func (x *transaction) ListProjects(workspace, user string) ([]*domain.Project, error) {
	var f filter
	f.equals("workspace", workspace)
	if user != "" {
		f.and("(name IN (SELECT project FROM project_members WHERE member = ?) OR workspace IN "+
			"(SELECT workspace FROM workspace_members WHERE member = ? AND role IN (?, ?)))", user, user, string(domain.WorkspaceAdmin), string(domain.WorkspaceViewer))
	}
	return projects.query(x, f.where()+" ORDER BY name", true, f.args...)
}

func (x *transaction) PutProjectMember(project, user string, role domain.ProjectRole, since time.Time) error {
	return x.putMember("project", project, user, string(role), since)
}

func (x *transaction) DeleteProjectMember(project, user string) error {
	return x.deleteMember("project", project, user)
}

func (x *transaction) ListProjectMembers(project string) ([]*domain.Member, error) {
	return x.listMembers("project", project)
}
