package api

import (
	"errors"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// unseen answers alike for what is not there and for what the user may not know of.
func unseen(p *domain.Principal, what string) error {
	if p.User == "" {
		return p.May(domain.ManageOwn, domain.Object{})
	}
	return domain.NotFoundf("%s does not exist, or you may not see it", what)
}

// asUnseen turns the error that there is no such thing into unseen's.
func asUnseen(p *domain.Principal, what string, err error) error {
	if isMissing(err) {
		return unseen(p, what)
	}
	return err
}

// seeApp gives the working copy of an app to who may see it.
func seeApp(tx store.Tx, p *domain.Principal, id string) (*domain.App, error) {
	a, err := tx.GetApp(id)
	if err == nil && !p.Has(domain.ViewApps, a.Object()) {
		err = unseen(p, "app "+id)
	}
	return a, asUnseen(p, "app "+id, err)
}

// useApp gives the working copy of an app to who has a right on it; who may not see it is told that there is none.
func useApp(tx store.Tx, p *domain.Principal, id string, right domain.Right) (*domain.App, error) {
	a, err := seeApp(tx, p, id)
	if err != nil {
		return nil, err
	}
	return a, p.May(right, a.Object())
}

// released tells whether the store shows a version of an app.
func released(a *domain.App, v *domain.Version) bool { return v.State == domain.Active && a.InStore() }

// found is a version with its app.
type found struct {
	app     *domain.App
	version *domain.Version
}

// findVersion gives a version that is there, whoever asks.
func findVersion(tx store.Tx, id string) (found, error) {
	v, err := tx.GetVersion(id)
	if err != nil {
		return found{}, err
	}
	a, err := appOrGone(tx, v.App, "")
	return found{a, v}, err
}

// appOrGone gives an app, or what is left of one that was deleted: instances outlive it.
func appOrGone(tx store.Tx, id, name string) (*domain.App, error) {
	a, err := tx.GetApp(id)
	if isMissing(err) {
		return &domain.App{ID: id, Details: domain.Details{Name: name}, State: domain.Deleted}, nil
	}
	return a, err
}

// seeVersion gives a version to who may see it: everybody if the store shows it, those of its workspace and reviewers
// if not.
func seeVersion(tx store.Tx, p *domain.Principal, id string) (found, error) {
	f, err := findVersion(tx, id)
	if err == nil && !canSee(p, f) {
		err = unseen(p, "version "+id)
	}
	return f, asUnseen(p, "version "+id, err)
}

func canSee(p *domain.Principal, f found) bool {
	return f.version.State != domain.Deleted && (released(f.app, f.version) || p.Has(domain.ViewApps, f.app.Object()))
}

// seeInstance gives an instance to who may see it, and useInstance to who may change it.
func seeInstance(tx store.Tx, p *domain.Principal, id string) (*domain.Instance, error) {
	i, err := tx.GetInstance(id)
	if err == nil && (i.State == domain.Removed || !p.Has(domain.ViewInstances, i.Object())) {
		err = unseen(p, "instance "+id)
	}
	return i, asUnseen(p, "instance "+id, err)
}

func useInstance(tx store.Tx, p *domain.Principal, id string) (*domain.Instance, error) {
	i, err := seeInstance(tx, p, id)
	if err != nil {
		return nil, err
	}
	return i, p.May(domain.ManageInstances, i.Object())
}

// theirs gives the workspaces in which a principal has a right; nil if in all.
func theirs(p *domain.Principal, right domain.Right) []string {
	if p.Has(right, domain.Object{}) {
		return nil
	}
	in := []string{}
	for w := range p.Workspaces {
		if p.Has(right, domain.Object{Workspace: w}) {
			in = append(in, w)
		}
	}
	return in
}

// scoped narrows a query to the instances that a principal may see.
func scoped(p *domain.Principal, q store.InstanceQuery) store.InstanceQuery {
	if q.Workspaces = theirs(p, domain.ViewInstances); q.Workspaces == nil {
		return q
	}
	q.Projects = []string{}
	for name := range p.Projects {
		if p.Has(domain.ViewInstances, domain.Object{Project: name}) {
			q.Projects = append(q.Projects, name)
		}
	}
	return q
}

// under puts the fields that an error names below another field: name in body becomes body.name.
func under(prefix string, err error) error {
	var e *domain.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	if moved.Field != "" {
		moved.Field = prefix + moved.Field
	}
	moved.Details = make([]domain.Detail, len(e.Details))
	for i, d := range e.Details {
		d.Field = prefix + d.Field
		moved.Details[i] = d
	}
	return &moved
}

// at names the field that a refusal is about, if it names none.
func at(field string, err error) error {
	var e *domain.Error
	if !errors.As(err, &e) || e.Field != "" {
		return err
	}
	placed := *e
	placed.Field = field
	return &placed
}
