package api

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) deleteWorkspace(ctx context.Context, in *InWorkspace) (*none, error) {
	p := principal(ctx)
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		w, err := workspaceFor(tx, p, in.Workspace, domain.ViewWorkspace)
		if err == nil {
			err = p.May(domain.CreateWorkspaces, w.Object())
		}
		if err == nil {
			err = s.clearWorkspace(tx, p, w.Name)
		}
		if err == nil {
			err = tx.DeleteWorkspace(w.Name)
		}
		if err != nil {
			return err
		}
		return tx.Audit(s.workspaceEntry(p, "workspace.delete", w, ""))
	})
}

// clearWorkspace deletes what of a workspace's apps was never released. What the store shows, or could show again, stays.
func (s *Server) clearWorkspace(tx store.Tx, p *domain.Principal, workspace string) error {
	apps, err := appsOf(tx, workspace)
	if err != nil {
		return err
	}
	for _, app := range apps {
		if err := s.clearApp(tx, p, app); err != nil {
			return err
		}
	}
	return nil
}

// appsOf gives all apps of a workspace, page by page.
func appsOf(tx store.Tx, workspace string) ([]*domain.App, error) {
	var all []*domain.App
	for {
		part, err := tx.ListApps(store.AppQuery{Workspace: workspace}, store.Page{Limit: 100, Offset: len(all), Order: "created"})
		if err != nil {
			return nil, err
		}
		all = append(all, part.Items...)
		if len(part.Items) == 0 || len(all) >= part.Total {
			return all, nil
		}
	}
}

// clearApp deletes the versions of an app that were never released, and the app if there are no others.
func (s *Server) clearApp(tx store.Tx, p *domain.Principal, app *domain.App) error {
	versions, err := tx.ListVersions(store.VersionQuery{App: app.ID}, store.Page{Limit: 10_000})
	if err != nil {
		return err
	}
	for _, v := range versions.Items {
		if v.State == domain.Active || v.State == domain.Suspended {
			continue
		}
		if err := s.dropVersion(tx, p, app, v); err != nil {
			return err
		}
	}
	app.Derive(versions.Items)
	app.Updated = s.now()
	if app.State != domain.Deleted {
		return tx.UpdateApp(app)
	}
	e := s.entry(p, "app.delete", "app", app.ID, app.Details.Name)
	e.Workspace, e.App, e.Message = app.Workspace, app.ID, workspaceGone
	if err := tx.Audit(e); err != nil {
		return err
	}
	return tx.DeleteApp(app.ID)
}

const workspaceGone = "its workspace was deleted"

// dropVersion deletes a version in whatever state it is, with its review and verification.
func (s *Server) dropVersion(tx store.Tx, p *domain.Principal, app *domain.App, v *domain.Version) error {
	now := s.now()
	if err := closeReview(tx, v.Review, now); err != nil {
		return err
	}
	if err := stopVerification(tx, v.Verification, now); err != nil {
		return err
	}
	e := s.entry(p, "version.delete", "version", v.ID, app.Details.Name+" "+v.Number)
	e.Workspace, e.App, e.Version, e.Review, e.From, e.To, e.Message, e.Digest = app.Workspace, app.ID, v.ID, v.Review, v.State, domain.Deleted, workspaceGone, v.Package.Digest
	v.State, v.Message, v.Updated = domain.Deleted, workspaceGone, now
	if err := tx.UpdateVersion(v); err != nil {
		return err
	}
	return tx.Audit(e)
}

// closeReview cancels a review that is open.
func closeReview(tx store.Tx, id string, now time.Time) error {
	if id == "" {
		return nil
	}
	review, err := tx.GetReview(id)
	if err != nil || review.Closed != nil {
		return err
	}
	review.State, review.Closed, review.Message = domain.Draft, &now, workspaceGone
	return tx.UpdateReview(review)
}

// stopVerification ends a verification that nobody needs any more.
func stopVerification(tx store.Tx, id string, now time.Time) error {
	if id == "" {
		return nil
	}
	v, err := tx.GetVerification(id)
	if err != nil || v.Over() {
		return err
	}
	v.State, v.Message, v.Ended, v.Doing = domain.VerificationStopped, workspaceGone, &now, ""
	tx.Notify("verification/" + v.ID)
	return tx.UpdateVerification(v)
}
