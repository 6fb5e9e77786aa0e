package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
)

// Engine is what the API asks of clusters, acting as a user. An error is a domain.Error in the user's words if the cluster
// does not answer or does not let the user look.
type Engine interface {
	// Live tells how an instance is on its cluster right now; WatchLive tells it whenever it changes, until ctx ends.
	Live(ctx context.Context, p *domain.Principal, i *domain.Instance) (*engine.Live, error)
	WatchLive(ctx context.Context, p *domain.Principal, i *domain.Instance) (<-chan *engine.Live, error)
	// Removal tells what deleting an instance would do.
	Removal(ctx context.Context, p *domain.Principal, i *domain.Instance) (*engine.Removal, error)
}
