package engine

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// Options say what an Engine works with.
type Options struct {
	Store     store.Store
	Artifacts *artifacts.Store
	Sealer    *auth.Sealer
	Log       *slog.Logger
	// Owner is the name that work is held by: another one for each process on the same database.
	Owner string
	// AtOnce is how many pieces of work are done at the same time; 8 if zero.
	AtOnce int
	// Lease is for how long work stays with a process that was killed; 15 s if zero. It is renewed four times as often.
	Lease time.Duration
	// Logs is the folder for the logs of verifications, of which the newest stay; empty keeps none.
	Logs string
	// PullConfig gives the content of the Secret (kubernetes.io/dockerconfigjson) by which a cluster pulls a deployer
	// image from the store's registry; nil where clusters need none.
	PullConfig func(reference string) ([]byte, error)
	// Done, if set, is told of each piece of work that a process has let go of: done, postponed, let-go, lost or failed.
	Done func(kind store.WorkKind, outcome string, took time.Duration)
}

// Engine does what waits to be done on clusters. What it does it claims by leases in the database, so that any number of
// processes may run one; it is safe for use by several goroutines.
type Engine struct {
	Options
	connections *connections
	// changing are the instances that this process works on: what removes one waits for what changes it.
	changing keyed
	refusals refusals
}

// New makes an Engine. Run has it work.
func New(o Options) *Engine {
	if o.AtOnce <= 0 {
		o.AtOnce = 8
	}
	if o.Lease <= 0 {
		o.Lease = 15 * time.Second
	}
	if o.Done == nil {
		o.Done = func(store.WorkKind, string, time.Duration) {}
	}
	return &Engine{Options: o, connections: newConnections(o.Store, o.Sealer)}
}

// lookout is how often, at least, the database is asked for work that nobody told of: that of a process that died, and
// that whose time has come.
const lookout = time.Second

// Run does what waits to be done until ctx is over. Then it lets go of what it has not done: it, or another process,
// goes on from there later.
func (e *Engine) Run(ctx context.Context) {
	defer e.connections.close()
	e.checkAll(ctx)
	told := e.Store.Subscribe(ctx, store.WorkTopic)
	free := make(chan struct{}, e.AtOnce)
	var working sync.WaitGroup
	defer working.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case free <- struct{}{}:
		}
		w, err := e.Store.Claim(ctx, e.Owner, e.Lease)
		if err != nil && ctx.Err() == nil {
			e.Log.ErrorContext(ctx, "work cannot be claimed", "error", err)
		}
		if w == nil {
			<-free
			idle(ctx, told, min(lookout, e.Lease/2))
			continue
		}
		working.Go(func() {
			defer func() { <-free }()
			e.carryOut(ctx, w)
		})
	}
}

// idle waits until there may be work.
func idle(ctx context.Context, told <-chan string, most time.Duration) {
	again := time.NewTimer(most)
	defer again.Stop()
	select {
	case <-ctx.Done():
	case <-told:
	case <-again.C:
	}
}

// checkAll has all clusters looked at anew.
func (e *Engine) checkAll(ctx context.Context) {
	err := e.Store.Update(ctx, func(tx store.Tx) error {
		all, err := tx.ListClusters()
		if err != nil {
			return err
		}
		for _, c := range all {
			if err := tx.Enqueue(store.WorkCheckCluster, c.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		e.Log.ErrorContext(ctx, "clusters cannot be checked", "error", err)
	}
}
