package api

import (
	"context"
	"encoding/base64"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// CheckedPackage is what an upload is found to be, before anything is kept.
type CheckedPackage struct {
	Kind       domain.PackageKind `json:"kind"`
	Name       string             `json:"name" doc:"Of the chart"`
	Number     string             `json:"number"`
	AppVersion string             `json:"appVersion,omitempty"`
	Details    domain.Details     `json:"details"`
	IconData   string             `json:"iconData,omitempty" doc:"data: link of the icon that comes with it"`
	// Checks is the list of the dialog: README.md, LICENSE, values.yaml, charts/, templates/, NOTES.txt.
	Checks []FileCheck          `json:"checks"`
	Images []string             `json:"images"`
	Notes  []domain.PackageNote `json:"notes"`
}

// FileCheck is one line of the check-list of an upload.
type FileCheck struct {
	Name  string `json:"name"`
	There bool   `json:"there"`
	About string `json:"about"`
}

// checkPackage says what an upload would become. The package is made, to see whether it can be; no version keeps it.
func (s *Server) checkPackage(ctx context.Context, in *struct {
	InWorkspace
	App     string `query:"app" doc:"The app that it is to be a new version of"`
	RawBody huma.MultipartFormFiles[uploadForm]
}) (*answer[CheckedPackage], error) {
	var app *domain.App
	err := s.Store.View(ctx, func(tx store.Tx) (err error) {
		if in.App == "" {
			return mayUpload(tx, principal(ctx), in.Workspace)
		}
		app, err = useApp(tx, principal(ctx), in.App, domain.ManageApps)
		if err == nil && app.Workspace != in.Workspace {
			err = unseen(principal(ctx), "app "+in.App)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	u, err := readUpload(ctx, in.RawBody.Data())
	if err != nil {
		return nil, err
	}
	p, err := s.pack(ctx, u, checkRepository(in.Workspace), "")
	if err != nil {
		return nil, err
	}
	if app != nil {
		if err := s.fits(ctx, app, u, p); err != nil {
			return nil, err
		}
	}
	return &answer[CheckedPackage]{checkedOf(u, p)}, nil
}

// fits says whether a package can become a new version of an app.
func (s *Server) fits(ctx context.Context, a *domain.App, u *upload, p *packed) error {
	if err := domain.PackageFits(a, p.Package); err != nil {
		return err
	}
	return s.Store.View(ctx, func(tx store.Tx) error {
		versions, err := tx.ListVersions(store.VersionQuery{App: a.ID}, store.Page{})
		if err != nil {
			return err
		}
		for _, v := range versions.Items {
			if v.Number == p.number {
				return numberTaken(u, p.number)
			}
		}
		return nil
	})
}

func numberTaken(u *upload, number string) error {
	e := domain.Conflictf("taken", "version %s exists already", number).With("raise the version of the package, and upload it again")
	e.Field = u.field()
	return e
}

func checkedOf(u *upload, p *packed) CheckedPackage {
	out := CheckedPackage{Kind: p.Kind, Name: p.ChartName, Number: p.number, AppVersion: p.AppVersion, Details: u.proposed(p.ChartName),
		Checks: []FileCheck{}, Images: p.Images, Notes: p.Notes}
	if out.Notes == nil {
		out.Notes = []domain.PackageNote{}
	}
	if u.icon != nil {
		out.IconData = "data:image/png;base64," + base64.StdEncoding.EncodeToString(u.icon.PNG)
	}
	if u.chart != nil {
		for _, c := range u.chart.Checklist {
			out.Checks = append(out.Checks, FileCheck{Name: c.File, There: c.Present, About: abouts[c.File]})
		}
	}
	return out
}

// abouts say what the files of the check-list are for.
var abouts = map[string]string{
	"README.md":           "Describes the app on its page",
	"LICENSE":             "Says on what terms it may be used",
	"values.yaml":         "The defaults of the settings",
	"charts/":             "Charts that this one depends on",
	"templates/":          "What is installed",
	"templates/NOTES.txt": "Said after an install",
}
