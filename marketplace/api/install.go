package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) install(ctx context.Context, in *struct {
	InProject
	Idempotent
	Body struct {
		Name        string         `json:"name" doc:"A DNS label, unique in the project"`
		Description string         `json:"description,omitempty"`
		Version     string         `json:"version" doc:"Id"`
		Values      map[string]any `json:"values" doc:"What differs from the defaults"`
	}
}) (*answer[Instance], error) {
	return once(ctx, s, in.Idempotent, []any{"install", in.Project, in.Body}, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		project, err := readyProject(tx, p, in.Project)
		if err != nil {
			return Instance{}, err
		}
		f, err := chooseVersion(tx, p, in.Body.Version)
		if err != nil {
			return Instance{}, err
		}
		if err := domain.MayInstall(p, f.app, f.version); err != nil {
			return Instance{}, at("body.version", err)
		}
		k, err := settingsOf(tx, f.version.ID)
		if err != nil {
			return Instance{}, err
		}
		if err := k.check(in.Body.Name, project.Name, in.Body.Values, domain.CheckInstanceName("body.name", in.Body.Name),
			domain.CheckText("body.description", in.Body.Description, domain.MaxDescription)); err != nil {
			return Instance{}, err
		}
		i := newInstance(p, project, f)
		i.Name, i.Description, i.Created = in.Body.Name, in.Body.Description, s.now()
		c := i.Begin(domain.ChangeInstall, f.version, p.User, p.ProjectRole(project.Object()), i.Created)
		if err := s.seal(c, in.Body.Values); err != nil {
			return Instance{}, err
		}
		if err := tx.InsertInstance(i); err != nil {
			return Instance{}, err
		}
		if err := tx.InsertChange(c); err != nil {
			return Instance{}, err
		}
		if err := tx.Enqueue(store.WorkChange, i.ID); err != nil {
			return Instance{}, err
		}
		return s.tellInstance(tx, p, i, "instance.install")
	})
}

// readyProject gives a project to who may install there, if that is possible now.
func readyProject(tx store.Tx, p *domain.Principal, name string) (*domain.Project, error) {
	project, err := tx.GetProject(name)
	if err != nil {
		return nil, asUnseen(p, "project "+name, err)
	}
	if err := p.May(domain.ManageInstances, project.Object()); err != nil {
		return nil, asUnseen(p, "project "+name, err)
	}
	if project.State != domain.ProjectReady {
		return nil, domain.Conflictf("project-state", "project %s is %s", name, project.State).With("wait until it is ready, or see on its page why it is not")
	}
	return project, nil
}

// chooseVersion gives the version that a request names, if who asks may know of it.
func chooseVersion(tx store.Tx, p *domain.Principal, id string) (found, error) {
	f, err := seeVersion(tx, p, id)
	if isMissing(err) {
		return f, domain.Invalidf("body.version", "version", "there is no version %q", oneLine(id, domain.MaxTitle)).With("choose one that the store shows")
	}
	return f, err
}

func newInstance(p *domain.Principal, project *domain.Project, f found) *domain.Instance {
	return &domain.Instance{ID: domain.NewID(domain.InstanceID), App: f.app.ID, AppName: calledBy(p, f.app), Workspace: project.Workspace, Project: project.Name,
		Cluster: project.Cluster, Test: !released(f.app, f.version), By: p.User}
}

// calledBy is what a principal knows an app as.
func calledBy(p *domain.Principal, a *domain.App) string {
	if a.Published != nil && !p.Has(domain.ViewApps, a.Object()) {
		return a.Published.Name
	}
	return a.Details.Name
}
