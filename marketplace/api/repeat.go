package api

import (
	"context"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) retryInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct{ Based }
}) (*answer[Instance], error) {
	return once(ctx, s, in.Idempotent, []any{"retryInstance", in.Instance, in.Body}, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := changeable(tx, p, in.Instance, in.Body.Based)
		if err != nil {
			return Instance{}, err
		}
		if i.State != domain.Failed {
			return Instance{}, domain.Conflictf("instance-state", "%s is %s: there is nothing to try again", i.Name, i.State)
		}
		return s.repeat(tx, p, i, domain.ChangeRetry, i.Current)
	})
}

func (s *Server) rollbackInstance(ctx context.Context, in *struct {
	InInstance
	Idempotent
	Body struct {
		Based
		To int `json:"to" minimum:"1" doc:"The earlier revision"`
	}
}) (*answer[Instance], error) {
	return once(ctx, s, in.Idempotent, []any{"rollbackInstance", in.Instance, in.Body}, func(tx store.Tx, p *domain.Principal) (Instance, error) {
		i, err := changeable(tx, p, in.Instance, in.Body.Based)
		if err != nil {
			return Instance{}, err
		}
		return s.repeat(tx, p, i, domain.ChangeRollback, in.Body.To)
	})
}

// repeat makes a revision with what an earlier one had: version, image and values. What became of the version in the store
// does not matter: the instance had it already.
func (s *Server) repeat(tx store.Tx, p *domain.Principal, i *domain.Instance, kind domain.ChangeKind, n int) (Instance, error) {
	earlier, err := tx.GetChange(i.ID, n)
	if isMissing(err) || err == nil && kind == domain.ChangeRollback && (n >= i.Current || earlier.State != domain.ChangeSucceeded) {
		return Instance{}, domain.Invalidf("body.to", "revision", "%s has no earlier revision %d that succeeded", i.Name, n).With("choose one of its revisions that succeeded")
	}
	if err != nil {
		return Instance{}, err
	}
	values, err := engine.Values(s.Sealer, earlier)
	if err != nil {
		return Instance{}, err
	}
	v, err := tx.GetVersion(earlier.Version)
	if err != nil {
		return Instance{}, err
	}
	c := i.Begin(kind, v, p.User, p.ProjectRole(i.Object()), s.now())
	c.Deployer = earlier.Deployer
	if kind == domain.ChangeRollback {
		c.From = n
	}
	return s.beginChange(tx, p, i, c, values)
}
