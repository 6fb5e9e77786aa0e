package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
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
	if _, err := may(ctx, domain.ReadAudit, domain.Object{}); err != nil {
		return nil, err
	}
	return s.auditOf(ctx, store.AuditQuery{Workspace: in.Workspace, Actor: in.Actor, Action: in.Action, Text: in.Q}, in.page())
}

func (s *Server) auditOf(ctx context.Context, q store.AuditQuery, page store.Page) (*list[*domain.Entry], error) {
	out := &list[*domain.Entry]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListAudit(q, page)
		return err
	})
}
