package engine

import (
	"context"
	"errors"
	"time"

	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// ProjectTopic is notified when a project has changed.
func ProjectTopic(name string) string { return "project/" + name }

// prepareProject makes the namespace of a project with the rights of its roles.
func (e *Engine) prepareProject(ctx context.Context, w *store.Work) error {
	p, err := e.project(ctx, w.Subject)
	if err != nil {
		return err
	}
	if p == nil || p.State == domain.ProjectDeleting {
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	}
	err = e.onCluster(ctx, p.Cluster, func(on *connection) error {
		return on.PrepareProject(ctx, p.Name, map[string]string{clusters.LabelWorkspace: p.Workspace})
	})
	switch {
	case err == nil:
		return e.finish(ctx, w, func(tx store.Tx) error { return setProject(tx, p.Name, domain.ProjectReady, "") })
	case ctx.Err() != nil:
		return err
	}
	tried := e.refusals.add(w)
	if errors.Is(err, clusters.ErrNotOurs) || e.enough(ctx, tried, p.Cluster) {
		return e.finish(ctx, w, func(tx store.Tx) error { return setProject(tx, p.Name, domain.ProjectFailed, reasonOf(err)) })
	}
	return &postponed{after: tried.pause(), tell: func(tx store.Tx) error {
		return setProject(tx, p.Name, domain.ProjectPreparing, reasonOf(err))
	}}
}

// removeProject deletes the namespace of a project, then the project.
func (e *Engine) removeProject(ctx context.Context, w *store.Work) error {
	p, err := e.project(ctx, w.Subject)
	if err != nil {
		return err
	}
	if p == nil || p.State != domain.ProjectDeleting {
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	}
	err = e.onCluster(ctx, p.Cluster, func(on *connection) error { return on.RemoveProject(ctx, p.Name, p.Workspace) })
	switch {
	case err == nil, errors.Is(err, clusters.ErrNotOurs): // a namespace of somebody else stays as it is
		return e.finish(ctx, w, func(tx store.Tx) error { return endProject(tx, p) })
	case ctx.Err() != nil:
		return err
	}
	return &postponed{after: e.refusals.add(w).pause(), tell: func(tx store.Tx) error {
		return setProject(tx, p.Name, domain.ProjectDeleting, reasonOf(err))
	}}
}

// project gives a project; nil if there is none.
func (e *Engine) project(ctx context.Context, name string) (p *domain.Project, err error) {
	err = e.Store.View(ctx, func(tx store.Tx) error {
		p, err = tx.GetProject(name)
		return err
	})
	if isMissing(err) {
		return nil, nil
	}
	return p, err
}

func isMissing(err error) bool {
	var refusal *domain.Error
	return errors.As(err, &refusal) && refusal.Kind == domain.NotFound
}

func (e *Engine) onCluster(ctx context.Context, cluster string, do func(*connection) error) error {
	on, err := e.connections.to(ctx, cluster)
	if err != nil {
		return err
	}
	return do(on)
}

func setProject(tx store.Tx, name, state, message string) error {
	p, err := tx.GetProject(name)
	if err != nil {
		return err
	}
	tx.Notify(ProjectTopic(name))
	if p.State == domain.ProjectDeleting && state != domain.ProjectDeleting {
		return nil // somebody deletes it meanwhile
	}
	p.State, p.Message = state, message
	return tx.UpdateProject(p)
}

// endProject takes a project from the store, and says of the instances in it that they are gone.
func endProject(tx store.Tx, p *domain.Project) error {
	now := time.Now().UTC()
	for {
		list, err := tx.ListInstances(store.InstanceQuery{Project: p.Name}, store.Page{Limit: 100})
		if err != nil {
			return err
		}
		if len(list.Items) == 0 {
			break
		}
		for _, i := range list.Items {
			i.State, i.Reason, i.Updated = domain.Removed, "", now
			if err := tx.UpdateInstance(i); err != nil {
				return err
			}
			tx.Notify(InstanceTopic(i.ID))
		}
	}
	if err := tx.DeleteProject(p.Name); err != nil {
		return err
	}
	tx.Notify(ProjectTopic(p.Name))
	return tx.Audit(&domain.Entry{Time: now, Action: "project.removed", Subject: "project/" + p.Name, Name: p.Name, Workspace: p.Workspace})
}
