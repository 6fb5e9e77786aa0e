package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// What became of a piece of work, for Options.Done.
const (
	workDone      = "done"
	workPostponed = "postponed"
	workLetGo     = "let-go"
	workLost      = "lost"
	workFailed    = "failed"
)

var (
	// errLost is why work is stopped that another process may have by now.
	errLost = errors.New("the lease on the work is lost")
	// errUnwanted is why work is stopped whose result nobody wants any more.
	errUnwanted = errors.New("nobody wants it any more")
)

// closing bounds the transaction that ends a piece of work: it is done to its end when the process is asked to stop.
const closing = 10 * time.Second

// postponed is the error of a handler that wants its work back after a while. tell, if set, is written with that.
type postponed struct {
	after time.Duration
	tell  func(store.Tx) error
}

func (p *postponed) Error() string { return fmt.Sprintf("to be done again in %s", p.after) }

// carryOut does one piece of work and lets go of it.
func (e *Engine) carryOut(ctx context.Context, w *store.Work) {
	began := time.Now()
	log := e.Log.With("work", string(w.Kind), "subject", w.Subject, "attempt", w.Attempts)
	held, release := e.hold(ctx, *w)
	log.InfoContext(ctx, "work begun")
	err := e.perform(held, w)
	stopped := context.Cause(held)
	release()
	outcome := e.settle(ctx, w, err, stopped)
	if outcome == workDone || outcome == workLost {
		e.refusals.forget(w)
	}
	e.Done(w.Kind, outcome, time.Since(began))
	level := log.InfoContext
	if outcome == workFailed {
		level = log.ErrorContext
	}
	level(ctx, "work ended", "outcome", outcome, "seconds", time.Since(began).Seconds(), "error", err)
}

// perform ends work itself where it returns nil.
func (e *Engine) perform(ctx context.Context, w *store.Work) error {
	switch w.Kind {
	case store.WorkChange:
		return e.change(ctx, w)
	case store.WorkRemove, store.WorkRemovePlain:
		return e.remove(ctx, w)
	case store.WorkVerify:
		return e.verify(ctx, w)
	case store.WorkPrepareProject:
		return e.prepareProject(ctx, w)
	case store.WorkRemoveProject:
		return e.removeProject(ctx, w)
	case store.WorkCheckCluster:
		return e.checkCluster(ctx, w)
	}
	return e.finish(ctx, w, func(store.Tx) error { return nil })
}

// settle lets go of work that was not ended, and says what became of it.
func (e *Engine) settle(ctx context.Context, w *store.Work, err, stopped error) string {
	var later *postponed
	var refusal *domain.Error
	switch {
	case err == nil:
		return workDone
	case errors.Is(stopped, errLost), errors.As(err, &refusal) && refusal.Code == "lease-lost":
		return workLost
	case errors.As(err, &later):
		if err := e.postpone(ctx, w, later); err != nil {
			return e.stuck(ctx, w, err)
		}
		return workPostponed
	case ctx.Err() != nil:
		if err := e.postpone(ctx, w, &postponed{}); err != nil {
			return e.stuck(ctx, w, err)
		}
		return workLetGo
	}
	if err := e.postpone(ctx, w, &postponed{after: e.refusals.add(w).pause()}); err != nil {
		return e.stuck(ctx, w, err)
	}
	return workFailed
}

// stuck leaves work to its lease, which runs out.
func (e *Engine) stuck(ctx context.Context, w *store.Work, err error) string {
	e.Log.ErrorContext(ctx, "work cannot be let go: its lease has to run out", "work", string(w.Kind), "subject", w.Subject, "error", err)
	return workFailed
}

// finish ends work together with what came of it: all of it is written, or nothing.
func (e *Engine) finish(ctx context.Context, w *store.Work, write func(store.Tx) error) error {
	return e.conclude(ctx, func(tx store.Tx) error {
		if err := tx.FinishWork(w); err != nil {
			return err
		}
		return write(tx)
	})
}

func (e *Engine) postpone(ctx context.Context, w *store.Work, p *postponed) error {
	return e.conclude(ctx, func(tx store.Tx) error {
		if err := tx.PostponeWork(w, time.Now().Add(p.after)); err != nil {
			return err
		}
		if p.tell == nil {
			return nil
		}
		return p.tell(tx)
	})
}

func (e *Engine) conclude(ctx context.Context, write func(store.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	return e.Store.Update(ctx, write)
}
