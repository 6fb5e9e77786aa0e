package engine

import (
	"context"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// Live tells how an instance is on its cluster right now, as the user sees it. A cluster that does not answer is no error:
// the state is unknown then, with the reason.
func (e *Engine) Live(ctx context.Context, p *domain.Principal, i *domain.Instance) (*Live, error) {
	t, err := e.target(ctx, p, i)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	status, err := Status(ctx, t)
	if err != nil {
		return &Live{State: string(Unknown), Reason: reasonOf(err)}, nil
	}
	return liveOf(i, status), nil
}

// WatchLive tells how an instance is, now and whenever that changes, until ctx is over, with which the channel is closed.
func (e *Engine) WatchLive(ctx context.Context, p *domain.Principal, i *domain.Instance) (<-chan *Live, error) {
	t, err := e.target(ctx, p, i)
	if err != nil {
		return nil, err
	}
	seen, err := Watch(ctx, t)
	if err != nil {
		return nil, err
	}
	out := make(chan *Live)
	go func() {
		defer close(out)
		for status := range seen {
			select {
			case out <- liveOf(i, status):
			case <-ctx.Done():
			}
		}
	}()
	return out, nil
}

// Removal tells what deleting an instance would do, as the user who asks.
func (e *Engine) Removal(ctx context.Context, p *domain.Principal, i *domain.Instance) (*Removal, error) {
	t, err := e.target(ctx, p, i)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	plan, err := PlanRemoval(ctx, t)
	if err != nil {
		return nil, refusal(i, err)
	}
	shown := RemovalOf(plan)
	return &shown, nil
}

// target is an instance as a user sees it.
func (e *Engine) target(ctx context.Context, p *domain.Principal, i *domain.Instance) (Target, error) {
	on, err := e.connections.to(ctx, i.Cluster)
	if err != nil {
		return Target{}, refusal(i, err)
	}
	return Target{Cluster: on.Cluster, Identity: identity(p.User, i.Project, p.ProjectRole(i.Object())), Name: i.Name, Namespace: i.Project}, nil
}

// refusal says in the user's words that a cluster does not answer, or says no.
func refusal(i *domain.Instance, err error) error {
	var said *domain.Error
	switch {
	case errors.As(err, &said):
		return said
	case apierrors.IsForbidden(err):
		return &domain.Error{Kind: domain.Forbidden, Code: "cluster-forbids", Message: fmt.Sprintf("cluster %s does not let you look at %s: %s", i.Cluster, i.Name, reasonOf(err)),
			Hint: "ask an admin of project " + i.Project}
	}
	return &domain.Error{Kind: domain.Unavailable, Code: "cluster", Message: fmt.Sprintf("cluster %s does not answer: %s", i.Cluster, reasonOf(err)), Hint: "try again later"}
}

// liveOf shows a status. What the store knows of the instance tells what it means that nothing is there.
func liveOf(i *domain.Instance, s *InstanceStatus) *Live {
	live := s.Live()
	if s.State != Gone {
		return &live
	}
	switch i.State {
	case domain.Creating, domain.Upgrading, domain.Deleting, domain.Failed:
		live.State = string(i.State)
	case domain.Running:
		live.State = string(Failed)
	}
	return &live
}
