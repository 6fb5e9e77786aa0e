package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// ReviewSheet is all that a reviewer looks at.
type ReviewSheet struct {
	Review       domain.Review `json:"review"`
	App          App           `json:"app"`
	Version      Version       `json:"version"`
	Readme       string        `json:"readme"`
	Verification *Verification `json:"verification,omitempty"`
	// Previous is the number of the version that the store shows now.
	Previous string `json:"previous,omitempty"`
}

func (s *Server) reviewRoutes(api huma.API) {
	const tag = "Reviews"
	route(api, "GET", "/reviews", "listReviews", tag, "Reviews, newest first", s.listReviews)
	route(api, "GET", "/reviews/{review}", "getReview", tag, "All that a reviewer looks at", s.getReview)
}

func (s *Server) listReviews(ctx context.Context, in *struct {
	Paging
	Search
	Tab string `query:"tab" enum:"unreleased,completed,all" default:"unreleased"`
}) (*list[*store.ReviewRow], error) {
	if _, err := may(ctx, domain.SeeReviews, domain.Object{Name: "reviews"}); err != nil {
		return nil, err
	}
	out := &list[*store.ReviewRow]{}
	err := s.Store.View(ctx, func(tx store.Tx) (err error) {
		out.Body, err = tx.ListReviews(store.ReviewQuery{Tab: in.Tab, Text: in.Q}, in.page())
		return err
	})
	return out, err
}

func (s *Server) getReview(ctx context.Context, in *struct {
	Review string `path:"review"`
}) (*answer[ReviewSheet], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (ReviewSheet, error) {
		review, f, err := seeReview(tx, p, in.Review)
		if err != nil {
			return ReviewSheet{}, err
		}
		return sheetOf(newReader(tx, p), review, f)
	})
}

// seeReview gives a review to reviewers and to those of the app's workspace.
func seeReview(tx store.Tx, p *domain.Principal, id string) (*domain.Review, found, error) {
	review, err := tx.GetReview(id)
	if err != nil {
		return nil, found{}, asUnseen(p, "review "+id, err)
	}
	f, err := findVersion(tx, review.Version)
	if err == nil && !p.Has(domain.SeeReviews, f.app.Object()) && !p.Has(domain.ViewApps, f.app.Object()) {
		err = unseen(p, "review "+id)
	}
	return review, f, asUnseen(p, "review "+id, err)
}

func sheetOf(r *reader, review *domain.Review, f found) (out ReviewSheet, err error) {
	out.Review, out.Previous = *review, f.app.LatestActive
	if out.App, err = r.app(f.app); err != nil {
		return out, err
	}
	if out.Version, err = r.version(f.app, f.version); err != nil {
		return out, err
	}
	files, err := r.tx.GetFiles(f.version.ID)
	if err != nil {
		return out, err
	}
	out.Readme = files.Readme
	v, err := latestVerification(r.tx, f.version)
	if err == nil && v != nil {
		shown := verificationOf(f, v)
		out.Verification = &shown
	}
	return out, err
}
