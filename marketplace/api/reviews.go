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
	return nil, unfinished()
}

func (s *Server) getReview(ctx context.Context, in *struct {
	Review string `path:"review"`
}) (*answer[ReviewSheet], error) {
	return nil, unfinished()
}
