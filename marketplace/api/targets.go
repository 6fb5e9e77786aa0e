package api

import (
	"context"
	"errors"
	"slices"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) listTargets(ctx context.Context, in *InInstance) (*answer[[]Target], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) ([]Target, error) {
		i, err := seeInstance(tx, p, in.Instance)
		if err != nil {
			return nil, err
		}
		a, versions, err := newReader(tx, p).of(i)
		if err != nil {
			return nil, err
		}
		out := []Target{}
		for _, v := range versions {
			if domain.MayMoveTo(p, i, a, v) == nil {
				out = append(out, Target{ID: v.ID, Number: v.Number, State: v.State, Current: v.ID == i.Version})
			}
		}
		if !slices.ContainsFunc(out, func(t Target) bool { return t.Current }) { // it was deleted
			out = append(out, Target{ID: i.Version, Number: i.Number, State: domain.Deleted, Current: true})
		}
		return out, nil
	})
}

// chooseTarget gives the version that an instance is to change to, if it may.
func chooseTarget(tx store.Tx, p *domain.Principal, i *domain.Instance, id string) (found, error) {
	if id == i.Version {
		return findVersion(tx, id)
	}
	f, err := chooseVersion(tx, p, id)
	if err != nil {
		return f, err
	}
	return f, at("body.version", domain.MayMoveTo(p, i, f.app, f.version))
}

// previewMerge shows what an upgrade starts from. Secrets are compared, and shown as domain.Kept.
func (s *Server) previewMerge(ctx context.Context, in *struct {
	InInstance
	Version string `query:"version" required:"true" doc:"Id"`
}) (*answer[MergePreview], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (MergePreview, error) {
		i, err := seeInstance(tx, p, in.Instance)
		if err != nil {
			return MergePreview{}, err
		}
		f, err := chooseTarget(tx, p, i, in.Version)
		if err != nil {
			return MergePreview{}, inQuery(err)
		}
		was, yours, err := s.set(tx, i)
		if err != nil {
			return MergePreview{}, err
		}
		k, err := settingsOf(tx, f.version.ID)
		if err != nil {
			return MergePreview{}, err
		}
		values, parameters := domain.Merge(was.defaults(), yours, k.defaults())
		form, err := k.form()
		return MergePreview{From: i.Number, To: f.version.Number, Current: was.shown(yours), Values: was.shown(k.shown(values)),
			Parameters: masked(parameters, append(was.secrets(), k.secrets()...)), Schema: form.Schema, UISchema: form.UISchema}, err
	})
}

// inQuery names the field of a query in place of that of a body.
func inQuery(err error) error {
	var e *domain.Error
	if errors.As(err, &e) && e.Field == "body.version" {
		moved := *e
		moved.Field = "query.version"
		return &moved
	}
	return err
}

// masked hides what secret parameters are in a merge; what becomes of them is shown.
func masked(parameters []domain.Merged, secrets []string) []domain.Merged {
	hide := func(v any) any {
		if v == nil || v == "" {
			return v
		}
		return domain.Kept
	}
	for i := range parameters {
		if m := &parameters[i]; slices.Contains(secrets, m.Parameter) {
			m.OldDefault, m.Yours, m.NewDefault, m.Value = hide(m.OldDefault), hide(m.Yours), hide(m.NewDefault), hide(m.Value)
		}
	}
	return parameters
}
