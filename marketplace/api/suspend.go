package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) suspendApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Message string `json:"message,omitempty"`
	}
}) (*answer[App], error) {
	return s.withhold(ctx, in.App, in.Body.Based, in.Body.Message, true)
}

func (s *Server) activateApp(ctx context.Context, in *struct {
	InApp
	Body struct {
		Based
		Message string `json:"message,omitempty"`
	}
}) (*answer[App], error) {
	return s.withhold(ctx, in.App, in.Body.Based, in.Body.Message, false)
}

// withhold takes an app from the store, or brings it back.
func (s *Server) withhold(ctx context.Context, id string, based Based, message string, withheld bool) (*answer[App], error) {
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (App, error) {
		a, err := useApp(tx, p, id, domain.ModerateStore)
		if err != nil {
			return App{}, err
		}
		allowed, action := a.MayActivate, "app.activate"
		if withheld {
			allowed, action = a.MaySuspend, "app.suspend"
		}
		for _, check := range []func() error{allowed, func() error { return domain.Stale(a.Details.Name, based.Revision, a.Revision) },
			func() error { return domain.CheckText("body.message", message, domain.MaxMessage) }} {
			if err := check(); err != nil {
				return App{}, err
			}
		}
		a.Withheld = withheld
		versions, err := tx.ListVersions(store.VersionQuery{App: a.ID}, store.Page{})
		if err != nil {
			return App{}, err
		}
		a.Derive(versions.Items)
		for _, v := range versions.Items {
			tx.Notify("version/" + v.ID)
		}
		return s.keepApp(tx, p, a, action, message)
	})
}
