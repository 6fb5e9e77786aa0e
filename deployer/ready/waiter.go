package ready

import (
	"context"
	"time"
)

// waiter is the one goroutine that looks at the world.
type waiter struct {
	options Options
	judge   *judge
	*observer
	said string
	// readySince is zero while something is not ready.
	readySince time.Time
}

// wait looks again after every change and whenever a timer says so, until there is a verdict: nil for ready.
func (w *waiter) wait(ctx context.Context) (*Symptom, error) {
	deadline := time.NewTimer(w.options.Timeout)
	defer deadline.Stop()
	wake := time.NewTimer(partialPatience)
	defer wake.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-deadline.C:
			return w.judge.late(w.world, w.options), nil
		case c := <-w.changes:
			w.take(c)
		case <-wake.C:
		}
		if !w.seen(w.judge) {
			continue
		}
		v := w.judge.look(w.world, time.Now(), w.options.Trust)
		switch {
		case v.failure != nil:
			return v.failure, nil
		case !v.ready:
			w.unready(v)
		case w.held(&v):
			return nil, nil
		}
		if v.again > 0 {
			wake.Reset(v.again)
		}
	}
}

// unready tells what is waited for. What only has to settle is being held already.
func (w *waiter) unready(v verdict) {
	switch {
	case !v.settling:
		w.readySince = time.Time{}
	case w.readySince.IsZero():
		w.readySince = time.Now()
	}
	w.say(v)
}

// held says whether everything has stayed ready long enough, and when to look again if not.
func (w *waiter) held(v *verdict) bool {
	if w.readySince.IsZero() {
		w.readySince = time.Now()
	}
	v.again = w.options.Hold - time.Since(w.readySince)
	return v.again <= 0
}

func (w *waiter) say(v verdict) {
	words := v.waiting.String() + " " + v.message
	if w.options.Waiting == nil || words == w.said {
		return
	}
	w.said = words
	w.options.Waiting(v.waiting, v.message)
}
