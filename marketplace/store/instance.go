package store

import (
	"github.com/chandler-dev/chandler/marketplace/domain"
)

var instances = table[domain.Instance]{
	name: "instances", noun: "instance", key: "id", taken: "body.name",
	call:     func(i *domain.Instance) string { return i.Name },
	identify: func(i *domain.Instance) string { return i.ID },
	revision: func(i *domain.Instance) *int64 { return &i.Revision },
	fields: func(i *domain.Instance) []field {
		return []field{{"id", &i.ID, stored}, {"name", &i.Name, stored}, {"description", &i.Description, stored}, {"app", &i.App, stored},
			{"app_name", &i.AppName, stored}, {"version", &i.Version, stored}, {"number", &i.Number, stored}, {"workspace", &i.Workspace, stored},
			{"project", &i.Project, stored}, {"cluster", &i.Cluster, stored}, {"test", &i.Test, stored}, {"state", &i.State, stored},
			{"reason", &i.Reason, stored}, {"current", &i.Current, stored}, {"good", &i.Good, stored}, {"installed_by", &i.By, stored},
			{"created", moment{&i.Created}, stored}, {"updated", moment{&i.Updated}, stored}, {"revision", &i.Revision, stored}}
	},
}

func (x *transaction) InsertInstance(i *domain.Instance) error         { return instances.insert(x, i) }
func (x *transaction) GetInstance(id string) (*domain.Instance, error) { return instances.get(x, id) }
func (x *transaction) UpdateInstance(i *domain.Instance) error         { return instances.update(x, i) }

func (x *transaction) ListInstances(q InstanceQuery, p Page) (List[*domain.Instance], error) {
	var f filter
	f.and("state <> 'removed'")
	if q.Workspaces != nil || q.Projects != nil {
		f.either(q.Workspaces, q.Projects)
	}
	for _, e := range []struct{ column, value string }{{"workspace", q.Workspace}, {"project", q.Project}, {"cluster", q.Cluster}, {"app", q.App}, {"version", q.Version}} {
		f.equals(e.column, e.value)
	}
	if len(q.States) > 0 {
		in(&f, "state", q.States)
	}
	f.contains(q.Text, "name", "app_name")
	o, err := p.ordered(order{columns: []string{"updated", "id"}, descending: true}, map[string][]string{
		"updated": {"updated", "id"}, "name": {"name", "id"}, "state": {"state", "id"}, "created": {"created", "id"}})
	if err != nil {
		return List[*domain.Instance]{}, err
	}
	return instances.list(x, f, o, p)
}

// either narrows a list of instances to those in one of the workspaces or in one of the projects.
func (f *filter) either(workspaces, projects []string) {
	var w, p filter
	in(&w, "workspace", workspaces)
	in(&p, "project", projects)
	f.and("("+w.conditions[0]+" OR "+p.conditions[0]+")", append(w.args, p.args...)...)
}
