package store

import "github.com/chandler-dev/chandler/marketplace/domain"

func (x *transaction) ListApps(q AppQuery, p Page) (List[*domain.App], error) {
	var f filter
	f.and("NOT deleted")
	if q.Workspaces != nil {
		in(&f, "workspace", q.Workspaces)
	}
	f.equals("workspace", q.Workspace)
	if len(q.States) > 0 {
		in(&f, "state", q.States)
	}
	f.category(q.Category)
	if q.Released {
		f.and("released IS NOT NULL")
	}
	x.found(&f, "place", "app_words", q.Text)
	o, err := p.ordered(order{columns: []string{"updated", "id"}, descending: true}, map[string][]string{
		"updated": {"updated", "id"}, "name": {"name_key", "id"}, "created": {"place"}, "state": {"state", "id"}, "latest": {"latest_order", "id"}})
	if err != nil {
		return List[*domain.App]{}, err
	}
	found, err := apps.list(x, f, o, p)
	list := List[*domain.App]{Items: make([]*domain.App, len(found.Items)), Total: found.Total}
	for i, a := range found.Items {
		list.Items[i] = &a.App
	}
	return list, err
}

// category narrows a list of apps to those of a category, by its id or domain.Uncategorized, unless that is empty.
func (f *filter) category(id string) {
	if id == domain.Uncategorized {
		f.and("category IS NULL")
		return
	}
	f.equals("category", id)
}
