package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// listAppAudit shows what was done to an app to who may see it. Network addresses, and what was done to apps that were
// deleted, are for who may read the whole audit.
func (s *Server) listAppAudit(ctx context.Context, in *struct {
	Paging
	InApp
	Version string `query:"version" doc:"Only of this version"`
}) (*list[*domain.Entry], error) {
	p := principal(ctx)
	all := p.Has(domain.ReadAudit, domain.Object{})
	if !all {
		if err := s.Store.View(ctx, func(tx store.Tx) error {
			_, err := seeApp(tx, p, in.App)
			return err
		}); err != nil {
			return nil, err
		}
	}
	out, err := s.auditOf(ctx, store.AuditQuery{App: in.App, Version: in.Version}, in.page())
	if err != nil {
		return nil, err
	}
	if !all {
		for _, e := range out.Body.Items {
			e.Address = ""
		}
	}
	return out, nil
}
