package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) uploadVersion(ctx context.Context, in *struct {
	InApp
	Idempotent
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[Version], error) {
	form := in.RawBody.Data()
	u, kept, err := s.takeIn(ctx, in.App, form)
	if err != nil {
		return nil, err
	}
	return once(ctx, s, in.Idempotent, []any{"uploadVersion", in.App, u.fingerprint(form)}, func(tx store.Tx, p *domain.Principal) (Version, error) {
		a, err := useApp(tx, p, in.App, domain.ManageApps)
		if err != nil {
			return Version{}, err
		}
		if err := domain.PackageFits(a, kept.Package); err != nil {
			return Version{}, err
		}
		v := kept.version(a.ID, p.User, form.Changes, s)
		if err := tx.InsertVersion(v, kept.files); err != nil {
			return Version{}, takenBy(u, v.Number, err)
		}
		a.ChartName = kept.ChartName
		if err := derive(tx, a, s.now()); err != nil {
			return Version{}, err
		}
		tell(tx, a, v.ID)
		if err := tx.Audit(s.versionEntry(p, a, v, "version.upload")); err != nil {
			return Version{}, err
		}
		return newReader(tx, p).version(a, v)
	})
}

// takeIn checks an upload for an app that the user manages, and makes its package.
func (s *Server) takeIn(ctx context.Context, app string, form *uploadForm) (*upload, *packed, error) {
	var a *domain.App
	err := s.Store.View(ctx, func(tx store.Tx) (err error) {
		a, err = useApp(tx, principal(ctx), app, domain.ManageApps)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	if err := domain.CheckText("body.changes", form.Changes, domain.MaxText); err != nil {
		return nil, nil, err
	}
	u, err := readUpload(ctx, form)
	if err != nil {
		return nil, nil, err
	}
	kept, err := s.pack(ctx, u, appRepository(a.ID), a.Details.Name)
	return u, kept, err
}

// takenBy names the package in the refusal of its number.
func takenBy(u *upload, number string, err error) error {
	var e *domain.Error
	if errors.As(err, &e) && e.Code == "taken" {
		return numberTaken(u, number)
	}
	return err
}
