package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// InInstance names an instance in the path.
type InInstance struct {
	Instance string `path:"instance"`
}

// Instance is an instance, as those see it who may.
type Instance struct {
	domain.Instance
	Icon string `json:"icon,omitempty"`
	// VersionState is what became of its version in the store, such as suspended.
	VersionState domain.VersionState `json:"versionState"`
	// Newer is the highest version that it may be upgraded to; empty if it is up to date.
	Newer string `json:"newer,omitempty"`
	// Doing is what its running revision is waiting for.
	Doing string `json:"doing,omitempty"`
	// Undeleted says that it failed to be deleted. Its latest revision is as it was.
	Undeleted bool `json:"undeleted,omitempty"`
	// May tells whether who asks may change it.
	May bool `json:"may"`
}

// Removal is what deleting an instance would do.
type Removal = engine.Removal

// RemovedObject is an object that a removal is about.
type RemovedObject = engine.RemovedObject

// Live is how an instance is on its cluster right now.
type Live = engine.Live

func (s *Server) instanceRoutes(api huma.API) {
	const tag = "Instances"
	route(api, "GET", "/instances", "listInstances", tag, "Instances that one may see; orders: updated, name, state, created", s.listInstances)
	route(api, "POST", "/projects/{project}/instances", "install", tag, "Install a version", s.install)
	route(api, "GET", "/instances/{instance}", "getInstance", tag, "One instance", s.getInstance)
	route(api, "PATCH", "/instances/{instance}", "editInstance", tag, "Change the description", s.editInstance)
	route(api, "GET", "/instances/{instance}/live", "getLive", tag, "How it is on its cluster right now", s.getLive)
	route(api, "GET", "/instances/{instance}/removal", "previewRemoval", tag, "What deleting it would do", s.previewRemoval)
	route(api, "DELETE", "/instances/{instance}", "deleteInstance", tag, "Delete it; data stays as the preview says", s.deleteInstance)
}

func (s *Server) listInstances(ctx context.Context, in *struct {
	Paging
	Search
	Workspace string `query:"workspace"`
	Project   string `query:"project"`
	App       string `query:"app"`
	Version   string `query:"version"`
	State     string `query:"state" doc:"States, separated by commas"`
}) (out *list[Instance], err error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	q := scoped(p, store.InstanceQuery{Workspace: in.Workspace, Project: in.Project, App: in.App, Version: in.Version, Text: in.Q})
	if q.States, err = statesOf(in.State, instanceStates); err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(tx store.Tx) error {
		found, err := tx.ListInstances(q, in.page())
		if err != nil {
			return err
		}
		out, err = listed(found, newReader(tx, p).instance)
		return err
	})
	return out, err
}

var instanceStates = []domain.InstanceState{domain.Creating, domain.Upgrading, domain.Running, domain.Failed, domain.Deleting}

func (s *Server) getInstance(ctx context.Context, in *InInstance) (*answer[Instance], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := seeInstance(tx, p, in.Instance)
		if err != nil {
			return Instance{}, err
		}
		return newReader(tx, p).instance(i)
	})
}

func (s *Server) editInstance(ctx context.Context, in *struct {
	InInstance
	Body struct {
		Based
		Description string `json:"description"`
	}
}) (*answer[Instance], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := useInstance(tx, p, in.Instance)
		if err != nil {
			return Instance{}, err
		}
		if err := domain.CheckText("body.description", in.Body.Description, domain.MaxDescription); err != nil {
			return Instance{}, err
		}
		if err := domain.Stale(i.Name, in.Body.Revision, i.Revision); err != nil {
			return Instance{}, err
		}
		i.Description, i.Updated = in.Body.Description, s.now()
		return s.keepInstance(tx, p, i, "instance.edit")
	})
}

// keepInstance writes a changed instance and says so.
func (s *Server) keepInstance(tx store.Tx, p *domain.Principal, i *domain.Instance, action string) (Instance, error) {
	if err := tx.UpdateInstance(i); err != nil {
		return Instance{}, err
	}
	return s.tellInstance(tx, p, i, action)
}

func (s *Server) tellInstance(tx store.Tx, p *domain.Principal, i *domain.Instance, action string) (Instance, error) {
	tx.Notify("instance/" + i.ID)
	tx.Notify("project/" + i.Project)
	e := s.entry(p, action, "instance", i.ID, i.Name)
	e.Workspace, e.App, e.Version = i.Workspace, i.App, i.Version
	e.Message = i.AppName + " " + i.Number + " in project " + i.Project
	if err := tx.Audit(e); err != nil {
		return Instance{}, err
	}
	return newReader(tx, p).instance(i)
}

// visible gives an instance to who may see it.
func (s *Server) visible(ctx context.Context, id string) (i *domain.Instance, err error) {
	err = s.Store.View(ctx, func(tx store.Tx) (err error) {
		i, err = seeInstance(tx, principal(ctx), id)
		return err
	})
	return i, err
}

func (s *Server) getLive(ctx context.Context, in *InInstance) (*answer[Live], error) {
	i, err := s.visible(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	live, err := s.Engine.Live(ctx, principal(ctx), i)
	if err != nil {
		return nil, err
	}
	return &answer[Live]{*live}, nil
}

func (s *Server) previewRemoval(ctx context.Context, in *InInstance) (*answer[Removal], error) {
	i, err := s.visible(ctx, in.Instance)
	if err != nil {
		return nil, err
	}
	removal, err := s.Engine.Removal(ctx, principal(ctx), i)
	if err != nil {
		return nil, err
	}
	return &answer[Removal]{*removal}, nil
}

func (s *Server) deleteInstance(ctx context.Context, in *struct {
	InInstance
	Revision int64 `query:"revision" required:"true"`
	Hooks    bool  `query:"hooks" default:"true" doc:"Whether the hooks run that the app has for its removal"`
}) (*answer[Instance], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := useInstance(tx, p, in.Instance)
		if err != nil {
			return Instance{}, err
		}
		if err := i.MayDelete(); err != nil {
			return Instance{}, err
		}
		if err := domain.Stale(i.Name, in.Revision, i.Revision); err != nil {
			return Instance{}, err
		}
		i.State, i.Updated = domain.Deleting, s.now()
		if err := cancelChange(tx, i); err != nil {
			return Instance{}, err
		}
		work := store.WorkRemove
		if !in.Hooks {
			work = store.WorkRemovePlain
		}
		if err := tx.Enqueue(work, i.ID); err != nil {
			return Instance{}, err
		}
		return s.keepInstance(tx, p, i, "instance.delete")
	})
}

// cancelChange ends a revision that has not begun, as its instance is being deleted. One that runs is stopped, and ended,
// by who holds it; the removal waits for that.
func cancelChange(tx store.Tx, i *domain.Instance) error {
	c, err := tx.GetChange(i.ID, i.Current)
	if err != nil || c.State != domain.ChangePending {
		return err
	}
	c.State = domain.ChangeCancelled
	i.End(c, i.Updated)
	return tx.UpdateChange(c)
}
