package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// InApp names an app in the path.
type InApp struct {
	App string `path:"app"`
}

// App is a working copy, as those see it who may.
type App struct {
	domain.App
	WorkspaceTitle string `json:"workspaceTitle,omitempty"`
	// Unpublished tells that the store still shows earlier details.
	Unpublished bool `json:"unpublished"`
	// May are what who asks may do with the app: edit, upload, delete, suspend, activate, categorize.
	May []string `json:"may"`
}

// uploadForm is a multipart upload: a chart, or a deployer image's reference.
type uploadForm struct {
	Package  huma.FormFile `form:"package" required:"false" doc:"The chart, .tgz"`
	Image    string        `form:"image" required:"false" doc:"Reference of a deployer image, instead of a chart"`
	Icon     huma.FormFile `form:"icon" required:"false" doc:"PNG or JPEG of at most 96×96 pixels"`
	Name     string        `form:"name" required:"false" doc:"What the app is called; by default the chart's name"`
	Summary  string        `form:"summary" required:"false"`
	Category string        `form:"category" required:"false"`
	Changes  string        `form:"changes" required:"false" doc:"Update log"`
}

func (s *Server) appRoutes(api huma.API) {
	const tag = "App templates"
	route(api, "POST", "/workspaces/{workspace}/packages/check", "checkPackage", tag, "Check an upload without keeping it", s.checkPackage)
	route(api, "POST", "/workspaces/{workspace}/apps", "uploadApp", tag, "Upload a package as a new app with its first version", s.uploadApp)
	route(api, "GET", "/apps", "listApps", tag, "Working copies; orders: updated, name, created, state", s.listApps)
	route(api, "GET", "/apps/{app}", "getApp", tag, "One working copy", s.getApp)
	route(api, "PATCH", "/apps/{app}", "editApp", tag, "Change an app's details or category; the store shows details from the next release on", s.editApp)
	route(api, "DELETE", "/apps/{app}", "deleteApp", tag, "Delete an app without versions", s.deleteApp)
	route(api, "PUT", "/apps/{app}/icon", "putAppIcon", tag, "Set the icon", s.putAppIcon)
	route(api, "POST", "/apps/{app}/suspend", "suspendApp", tag, "Take the app from the store; its instances stay as they are", s.suspendApp)
	route(api, "POST", "/apps/{app}/activate", "activateApp", tag, "Bring the app back to the store", s.activateApp)
	route(api, "GET", "/icons/{digest}", "getIcon", tag, "An icon by its digest", s.getIcon)
}

func (s *Server) listApps(ctx context.Context, in *struct {
	Paging
	Search
	Workspace string `query:"workspace"`
	State     string `query:"state" doc:"States, separated by commas"`
	Category  string `query:"category" doc:"Id, or uncategorized"`
	Released  bool   `query:"released" doc:"Only those that were ever released"`
}) (out *list[App], err error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	q := store.AppQuery{Workspaces: theirs(p, domain.ViewApps), Workspace: in.Workspace, Category: in.Category, Text: in.Q, Released: in.Released}
	if q.States, err = statesOf(in.State, domain.VersionStates); err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(tx store.Tx) error {
		found, err := tx.ListApps(q, in.page())
		if err != nil {
			return err
		}
		out, err = listed(found, newReader(tx, p).app)
		return err
	})
	return out, err
}

func (s *Server) getApp(ctx context.Context, in *InApp) (*answer[App], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (App, error) {
		a, err := seeApp(tx, p, in.App)
		if err != nil {
			return App{}, err
		}
		return newReader(tx, p).app(a)
	})
}

func (s *Server) editApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Details  *domain.Details `json:"details,omitempty" doc:"All of them; the icon stays as it is"`
		Category *string         `json:"category,omitempty" doc:"Id; empty for none"`
	}
}) (*answer[App], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (App, error) {
		a, err := seeApp(tx, p, in.App)
		if err == nil && !p.Has(domain.ManageCategories, a.Object()) {
			err = p.May(domain.ManageApps, a.Object())
		}
		if err != nil {
			return App{}, err
		}
		if in.Body.Details != nil || in.Body.Category == nil { // a request that changes nothing still is an edit
			if err := p.May(domain.ManageApps, a.Object()); err != nil {
				return App{}, err
			}
		}
		if err := domain.Stale(a.Details.Name, in.Body.Revision, a.Revision); err != nil {
			return App{}, err
		}
		if d := in.Body.Details; d != nil {
			if err := editDetails(a, *d); err != nil {
				return App{}, err
			}
		}
		if c := in.Body.Category; c != nil {
			if err := categorize(tx, p, a, *c); err != nil {
				return App{}, err
			}
		}
		return s.keepApp(tx, p, a, "app.edit", "")
	})
}

func editDetails(a *domain.App, d domain.Details) error {
	d.Icon = a.Details.Icon
	a.Details = d
	return under("body.", d.Check())
}

// categorize sets the category of an app; empty is none.
func categorize(tx store.Tx, p *domain.Principal, a *domain.App, category string) error {
	if !p.Has(domain.ManageApps, a.Object()) {
		if err := p.May(domain.ManageCategories, a.Object()); err != nil {
			return err
		}
	}
	if category == domain.Uncategorized {
		category = ""
	}
	a.Category = category
	return isCategory(tx, category)
}

// isCategory refuses a category that there is not; empty is none.
func isCategory(tx store.Tx, id string) error {
	if id == "" {
		return nil
	}
	_, err := tx.GetCategory(id)
	if isMissing(err) {
		return domain.Invalidf("body.category", "category", "there is no category %q", oneLine(id, domain.MaxTitle)).With("choose one of GET /api/v1/categories")
	}
	return err
}

// keepApp writes a changed app and says so.
func (s *Server) keepApp(tx store.Tx, p *domain.Principal, a *domain.App, action, message string) (App, error) {
	a.Updated = s.now()
	if err := tx.UpdateApp(a); err != nil {
		return App{}, under("body.", err)
	}
	tell(tx, a)
	if err := tx.Audit(s.appEntry(p, a, action, message)); err != nil {
		return App{}, err
	}
	return newReader(tx, p).app(a)
}

func (s *Server) appEntry(p *domain.Principal, a *domain.App, action, message string) *domain.Entry {
	e := s.entry(p, action, "app", a.ID, a.Details.Name)
	e.Workspace, e.App, e.Message = a.Workspace, a.ID, message
	return e
}

func (s *Server) deleteApp(ctx context.Context, in *InApp) (*none, error) {
	_, err := write(ctx, s, func(tx store.Tx, p *domain.Principal) (*none, error) {
		a, err := useApp(tx, p, in.App, domain.ManageApps)
		if err != nil {
			return nil, err
		}
		versions, err := tx.ListVersions(store.VersionQuery{App: a.ID}, store.Page{})
		if err != nil {
			return nil, err
		}
		if err := a.MayDelete(versions.Items); err != nil {
			return nil, err
		}
		tell(tx, a)
		if err := tx.DeleteApp(a.ID); err != nil {
			return nil, err
		}
		return nil, tx.Audit(s.appEntry(p, a, "app.delete", ""))
	})
	return nil, err
}
