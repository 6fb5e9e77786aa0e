package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

func (s *Server) auditRoutes(api huma.API) {
	const tag = "Audit"
	route(api, "GET", "/audit", "listAudit", tag, "What was done, newest first", s.listAudit)
	route(api, "GET", "/apps/{app}/audit", "listAppAudit", tag, "What was done to an app and its versions, newest first", s.listAppAudit)
}

func (s *Server) listAudit(ctx context.Context, in *struct {
	Paging
	Search
	Workspace string `query:"workspace"`
	Actor     string `query:"actor"`
	Action    string `query:"action"`
}) (*list[*domain.Entry], error) {
	return nil, unfinished()
}

func (s *Server) listAppAudit(ctx context.Context, in *struct {
	Paging
	InApp
	Version string `query:"version" doc:"Only of this version"`
}) (*list[*domain.Entry], error) {
	return nil, unfinished()
}
