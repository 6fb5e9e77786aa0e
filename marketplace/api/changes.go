package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// Change is a revision of an instance. Secret values are "(kept)".
type Change struct {
	domain.Change
	Values map[string]any `json:"values,omitempty" doc:"What the user set; absent in lists"`
}

// Target is a version that an instance may change to.
type Target struct {
	ID     string              `json:"id"`
	Number string              `json:"number"`
	State  domain.VersionState `json:"state"`
	// Current tells that it is the instance's version; choosing it changes settings only.
	Current bool `json:"current"`
}

// MergePreview is what an upgrade would start from.
type MergePreview struct {
	From string `json:"from" doc:"Version number"`
	To   string `json:"to" doc:"Version number"`
	// Current is what the user set, Values what the merge gives for the target version.
	Current    map[string]any  `json:"current"`
	Values     map[string]any  `json:"values"`
	Parameters []domain.Merged `json:"parameters"`
	Schema     json.RawMessage `json:"schema" doc:"Of the target version"`
	UISchema   json.RawMessage `json:"uiSchema"`
}

func (s *Server) changeRoutes(api huma.API) {
	const tag = "Revisions of instances"
	route(api, "GET", "/instances/{instance}/changes", "listChanges", tag, "All revisions, newest first", s.listChanges)
	route(api, "GET", "/instances/{instance}/changes/{n}", "getChange", tag, "One revision, with its values and outcome", s.getChange)
	route(api, "GET", "/instances/{instance}/targets", "listTargets", tag, "Versions that it may change to, highest first", s.listTargets)
	route(api, "GET", "/instances/{instance}/merge", "previewMerge", tag, "Three-way merge of the user's values to a version", s.previewMerge)
	route(api, "POST", "/instances/{instance}/changes", "changeInstance", tag, "Change settings, or upgrade", s.changeInstance)
	route(api, "POST", "/instances/{instance}/retry", "retryInstance", tag, "Try the failed revision again", s.retryInstance)
	route(api, "POST", "/instances/{instance}/rollback", "rollbackInstance", tag, "Go back to an earlier revision's version and values", s.rollbackInstance)
}

func (s *Server) listChanges(ctx context.Context, in *InInstance) (*answer[[]Change], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) ([]Change, error) {
		i, err := seeInstance(tx, p, in.Instance)
		if err != nil {
			return nil, err
		}
		found, err := tx.ListChanges(i.ID)
		out := make([]Change, len(found))
		for n, c := range found {
			out[n] = Change{Change: *c}
		}
		return out, err
	})
}

func (s *Server) getChange(ctx context.Context, in *struct {
	InInstance
	N int `path:"n"`
}) (*answer[Change], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (Change, error) {
		i, err := seeInstance(tx, p, in.Instance)
		if err != nil {
			return Change{}, err
		}
		c, err := tx.GetChange(i.ID, in.N)
		if err != nil {
			return Change{}, err
		}
		k, err := settingsOf(tx, c.Version)
		if err != nil {
			return Change{}, err
		}
		values, err := engine.Values(s.Sealer, c)
		return Change{Change: *c, Values: k.shown(values)}, err
	})
}

func (s *Server) changeInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct {
		Based
		Version string         `json:"version" doc:"Id; the instance's own for other settings only"`
		Values  map[string]any `json:"values" doc:"What differs from the defaults; a secret one as (kept) stays as it was"`
	}
}) (*answer[Instance], error) {
	return once(ctx, s, in.Idempotent, []any{"changeInstance", in.Instance, in.Body}, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := changeable(tx, p, in.Instance, in.Body.Based)
		if err != nil {
			return Instance{}, err
		}
		f, err := chooseTarget(tx, p, i, in.Body.Version)
		if err != nil {
			return Instance{}, err
		}
		values, err := s.newValues(tx, i, f.version.ID, in.Body.Values)
		if err != nil {
			return Instance{}, err
		}
		kind := domain.ChangeUpgrade
		if f.version.ID == i.Version {
			kind = domain.ChangeSettings
		} else {
			i.Test, i.AppName = !released(f.app, f.version), calledBy(p, f.app)
		}
		return s.beginChange(tx, p, i, i.Begin(kind, f.version, p.User, p.ProjectRole(i.Object()), s.now()), values)
	})
}

// changeable gives an instance to who may change it, if nothing stands against it now.
func changeable(tx store.Tx, p *domain.Principal, id string, based Based) (*domain.Instance, error) {
	i, err := useInstance(tx, p, id)
	if err != nil {
		return nil, err
	}
	if err := i.MayChange(); err != nil {
		return nil, err
	}
	return i, domain.Stale(i.Name, based.Revision, i.Revision)
}

// newValues gives the values that are meant by those that came in, if they are in order.
func (s *Server) newValues(tx store.Tx, i *domain.Instance, version string, given map[string]any) (map[string]any, error) {
	was, earlier, err := s.set(tx, i)
	if err != nil {
		return nil, err
	}
	k, err := settingsOf(tx, version)
	if err != nil {
		return nil, err
	}
	values, err := k.meant(given, earlier, was)
	if err != nil {
		return nil, err
	}
	return values, k.check(i.Name, i.Project, values)
}

// set gives what is set now: the values of the latest revision, and what can be set of its version.
func (s *Server) set(tx store.Tx, i *domain.Instance) (*settings, map[string]any, error) {
	c, err := tx.GetChange(i.ID, i.Current)
	if err != nil {
		return nil, nil, err
	}
	k, err := settingsOf(tx, c.Version)
	if err != nil {
		return nil, nil, err
	}
	values, err := engine.Values(s.Sealer, c)
	return k, values, err
}

// beginChange keeps the next revision of an instance and has it carried out.
func (s *Server) beginChange(tx store.Tx, p *domain.Principal, i *domain.Instance, c *domain.Change, values map[string]any) (Instance, error) {
	if err := s.seal(c, values); err != nil {
		return Instance{}, err
	}
	if err := tx.InsertChange(c); err != nil {
		return Instance{}, err
	}
	if err := tx.Enqueue(store.WorkChange, i.ID); err != nil {
		return Instance{}, err
	}
	return s.keepInstance(tx, p, i, "instance."+string(c.Kind))
}
