package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
)

// again asks anew who a request is from that has been open for a while.
func (s *Server) again(ctx context.Context) (*domain.Principal, error) {
	id := auth.Of(ctx)
	var p *domain.Principal
	var err error
	switch {
	case id.Session != "":
		p, err = directory{s}.BySession(ctx, id.Session)
	case id.Token != "":
		p, err = directory{s}.ByToken(ctx, id.Token)
	default:
		return domain.Anonymous, nil
	}
	if err == nil && p == nil {
		err = &domain.Error{Kind: domain.Unauthenticated, Code: "sign-in", Message: "the session has ended", Hint: "sign in again"}
	}
	return p, err
}
