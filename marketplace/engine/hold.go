package engine

import (
	"context"
	"errors"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// hold renews the lease on work until release is called. The context ends, with the cause errLost, when somebody else may
// have the work.
func (e *Engine) hold(ctx context.Context, w store.Work) (held context.Context, release func()) {
	held, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.renew(held, &w, cancel)
	}()
	return held, func() { cancel(nil); <-done }
}

func (e *Engine) renew(ctx context.Context, w *store.Work, lost context.CancelCauseFunc) {
	pulse := time.NewTicker(e.Lease / 4)
	defer pulse.Stop()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-pulse.C:
		}
		asked := time.Now()
		err := e.Store.Renew(ctx, w, e.Lease)
		var refusal *domain.Error
		switch {
		case err == nil:
			last = asked
		case ctx.Err() != nil:
			return
		case errors.As(err, &refusal), time.Since(last) > e.Lease: // refused, or the database does not answer
			lost(errLost)
			return
		}
	}
}

// wanted gives a context that ends, with the cause errUnwanted, as soon as still says no; it is asked at once, and
// whenever the topic is notified. stop ends the asking.
func (e *Engine) wanted(ctx context.Context, topic string, still func(store.Tx) (bool, error)) (watched context.Context, stop func()) {
	watched, cancel := context.WithCancelCause(ctx)
	told := e.Store.Subscribe(watched, topic)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			yes := true
			err := e.Store.View(watched, func(tx store.Tx) (err error) {
				yes, err = still(tx)
				return err
			})
			if err == nil && !yes {
				cancel(errUnwanted)
				return
			}
			select {
			case <-watched.Done():
				return
			case <-told:
			}
		}
	}()
	return watched, func() { cancel(nil); <-done }
}
