package engine

import (
	"context"
	"time"

	"github.com/chandler-dev/chandler/internal/embedded"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// ClusterTopic is notified when a cluster has changed.
func ClusterTopic(name string) string { return "cluster/" + name }

// checking bounds one look at a cluster.
const checking = 45 * time.Second

// checkCluster asks a cluster how it is, and makes it ready for the store.
func (e *Engine) checkCluster(ctx context.Context, w *store.Work) error {
	on, err := e.connections.to(ctx, w.Subject)
	if isMissing(err) {
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	}
	seen := domain.Cluster{State: domain.ClusterUnreachable}
	if err != nil {
		seen.Message = reasonOf(err)
	} else {
		seen = look(ctx, on)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if on != nil {
		seen.Kubeconfig = []byte(on.kubeconfig)
	}
	return e.finish(ctx, w, func(tx store.Tx) error { return setSeen(tx, w.Subject, &seen) })
}

// look finds out how a cluster is. One that answers but cannot be made ready is not reachable for what the store does.
func look(ctx context.Context, on *connection) domain.Cluster {
	ctx, cancel := context.WithTimeout(ctx, checking)
	defer cancel()
	about := on.About(ctx)
	now := time.Now().UTC()
	seen := domain.Cluster{State: domain.ClusterUnreachable, Message: about.Reason, Version: about.Version, Nodes: len(about.Nodes)}
	if !about.Reachable {
		return seen
	}
	seen.Seen, seen.Embedded = &now, embeddedAt(ctx, on.Server())
	if err := on.Register(ctx); err != nil {
		seen.Message = reasonOf(err)
		return seen
	}
	seen.State = domain.ClusterReachable
	return seen
}

// embeddedAt is the name of the embedded cluster of this machine that has the address; empty if none has.
func embeddedAt(ctx context.Context, server string) string {
	program, err := embedded.Find()
	if err != nil {
		return ""
	}
	all, err := embedded.Cluster{Program: program}.List(ctx)
	if err != nil {
		return ""
	}
	for _, c := range all {
		if c.Running && c.Server == server {
			return c.Name
		}
	}
	return ""
}

func setSeen(tx store.Tx, name string, seen *domain.Cluster) error {
	c, err := tx.GetCluster(name)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(seen.Kubeconfig) > 0 && string(seen.Kubeconfig) != string(c.Kubeconfig) {
		return tx.Enqueue(store.WorkCheckCluster, name) // it was registered anew meanwhile
	}
	c.State, c.Message = seen.State, seen.Message
	if seen.Seen != nil {
		c.Seen, c.Version, c.Nodes, c.Embedded = seen.Seen, seen.Version, seen.Nodes, seen.Embedded
	}
	tx.Notify(ClusterTopic(name))
	return tx.UpdateCluster(c)
}
