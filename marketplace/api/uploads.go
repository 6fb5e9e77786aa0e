package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// mayUpload refuses who may not upload to a workspace.
func mayUpload(tx store.Tx, p *domain.Principal, workspace string) error {
	if err := p.May(domain.ManageApps, domain.Object{Workspace: workspace, Name: "workspace " + workspace}); err != nil {
		return err
	}
	_, err := tx.GetWorkspace(workspace)
	return asUnseen(p, "workspace "+workspace, err)
}

func (s *Server) uploadApp(ctx context.Context, in *struct {
	InWorkspace
	Idempotent
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[App], error) {
	if err := s.Store.View(ctx, func(tx store.Tx) error { return mayUpload(tx, principal(ctx), in.Workspace) }); err != nil {
		return nil, err
	}
	form := in.RawBody.Data()
	u, err := readUpload(ctx, form)
	if err != nil {
		return nil, err
	}
	app := &domain.App{ID: domain.NewID(domain.AppID), Workspace: in.Workspace, Category: form.Category, Author: principal(ctx).User}
	kept, err := s.pack(ctx, u, appRepository(app.ID), form.Name)
	if err != nil {
		return nil, err
	}
	if err := s.describe(app, u, kept, form); err != nil {
		return nil, err
	}
	return once(ctx, s, in.Idempotent, []any{"uploadApp", in.Workspace, u.fingerprint(form)}, func(tx store.Tx, p *domain.Principal) (App, error) {
		if err := mayUpload(tx, p, in.Workspace); err != nil {
			return App{}, err
		}
		if err := isCategory(tx, app.Category); err != nil {
			return App{}, err
		}
		return s.addApp(tx, p, *app, kept, form.Changes)
	})
}

// describe gives a new app its details: those of the form, and of the chart where the form says nothing.
func (s *Server) describe(a *domain.App, u *upload, kept *packed, form *uploadForm) (err error) {
	a.ChartName, a.Created, a.Updated = kept.ChartName, s.now(), s.now()
	a.Details = u.proposed(kept.ChartName)
	if form.Name != "" {
		a.Details.Name = form.Name
	}
	if form.Summary != "" {
		a.Details.Summary = form.Summary
	}
	if a.Category == domain.Uncategorized {
		a.Category = ""
	}
	if err := domain.Together("the app is not in order", formField(a.Details.Check()), domain.CheckText("body.changes", form.Changes, domain.MaxText)); err != nil {
		return err
	}
	a.Details.Icon, err = s.keepIcon(u)
	return err
}

// keepIcon keeps an upload's icon and gives its digest; empty if there is none.
func (s *Server) keepIcon(u *upload) (string, error) {
	if u.icon == nil {
		return "", nil
	}
	ref, err := s.Artifacts.PutIcon(u.icon)
	_, digest, _ := strings.Cut(ref, "@")
	return digest, err
}

// formField names the field of an upload's form in place of that of the details.
func formField(err error) error {
	var e *domain.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Field = strings.Replace(e.Field, "details.", "body.", 1)
	for i := range moved.Details {
		moved.Details[i].Field = strings.Replace(moved.Details[i].Field, "details.", "body.", 1)
	}
	return &moved
}

func (s *Server) addApp(tx store.Tx, p *domain.Principal, a domain.App, kept *packed, changes string) (App, error) {
	v := kept.version(a.ID, p.User, changes, s)
	a.Derive([]*domain.Version{v})
	if err := tx.InsertApp(&a); err != nil {
		return App{}, formField(err)
	}
	if err := tx.InsertVersion(v, kept.files); err != nil {
		return App{}, err
	}
	tell(tx, &a, v.ID)
	if err := tx.Audit(s.appEntry(p, &a, "app.upload", "")); err != nil {
		return App{}, err
	}
	if err := tx.Audit(s.versionEntry(p, &a, v, "version.upload")); err != nil {
		return App{}, err
	}
	return newReader(tx, p).app(&a)
}

func (s *Server) versionEntry(p *domain.Principal, a *domain.App, v *domain.Version, action string) *domain.Entry {
	e := s.entry(p, action, "version", v.ID, a.Details.Name+" "+v.Number)
	e.Workspace, e.App, e.Version, e.To, e.Digest = a.Workspace, a.ID, v.ID, v.State, v.Package.Digest
	return e
}

// fingerprint tells an upload from others.
func (u *upload) fingerprint(form *uploadForm) []string {
	parts := []string{u.image, form.Name, form.Summary, form.Category, form.Changes, "", ""}
	if u.chart != nil {
		parts[5] = sum(u.chart.Archive)
	}
	if u.icon != nil {
		parts[6] = sum(u.icon.PNG)
	}
	return parts
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}
