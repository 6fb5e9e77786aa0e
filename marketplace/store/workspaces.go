package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var workspaces = table[domain.Workspace]{
	name: "workspaces", noun: "workspace", key: "name", taken: "body.name",
	call:     func(w *domain.Workspace) string { return w.Name },
	identify: func(w *domain.Workspace) string { return w.Name },
	revision: func(w *domain.Workspace) *int64 { return &w.Revision },
	fields: func(w *domain.Workspace) []field {
		return []field{{"name", &w.Name, stored}, {"title", &w.Title, stored}, {"created", moment{&w.Created}, stored}, {"revision", &w.Revision, stored},
			{"(SELECT count(*) FROM workspace_members WHERE workspace = workspaces.name)", &w.Members, computed},
			{"(SELECT count(*) FROM projects WHERE workspace = workspaces.name)", &w.Projects, computed},
			{"(SELECT count(*) FROM apps WHERE workspace = workspaces.name AND NOT deleted)", &w.Apps, computed}}
	},
}

func (x *transaction) InsertWorkspace(w *domain.Workspace) error { return workspaces.insert(x, w) }
func (x *transaction) GetWorkspace(name string) (*domain.Workspace, error) {
	return workspaces.get(x, name)
}
func (x *transaction) UpdateWorkspace(w *domain.Workspace) error { return workspaces.update(x, w) }

func (x *transaction) DeleteWorkspace(name string) error {
	w, err := workspaces.get(x, name)
	if err != nil {
		return err
	}
	if w.Projects > 0 {
		return inUse("workspace", name, w.Projects, "project is in it", "projects are in it", "delete them first")
	}
	if _, err := x.exec("UPDATE apps SET workspace = '', revision = revision + 1 WHERE workspace = ?", name); err != nil {
		return err
	}
	return workspaces.delete(x, name)
}

func (x *transaction) ListWorkspaces(user, text string, p Page) (List[*domain.Workspace], error) {
	var f filter
	if user != "" {
		f.and("name IN (SELECT workspace FROM workspace_members WHERE member = ?)", user)
	}
	f.contains(text, "name", "title")
	o, err := p.ordered(order{columns: []string{"name"}}, map[string][]string{"name": {"name"}, "created": {"created", "name"}})
	if err != nil {
		return List[*domain.Workspace]{}, err
	}
	return workspaces.list(x, f, o, p)
}

func (x *transaction) PutWorkspaceMember(workspace, user string, role domain.WorkspaceRole, since time.Time) error {
	return x.putMember("workspace", workspace, user, string(role), since)
}

func (x *transaction) DeleteWorkspaceMember(workspace, user string) error {
	if _, err := x.exec("DELETE FROM project_members WHERE member = ? AND project IN (SELECT name FROM projects WHERE workspace = ?)", user, workspace); err != nil {
		return err
	}
	return x.deleteMember("workspace", workspace, user)
}

func (x *transaction) ListWorkspaceMembers(workspace string) ([]*domain.Member, error) {
	return x.listMembers("workspace", workspace)
}
