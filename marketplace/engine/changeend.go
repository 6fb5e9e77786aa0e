package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// end writes what became of a revision, all of it or nothing. Without outcome it was cancelled, as its instance goes.
func (e *Engine) end(ctx context.Context, w *store.Work, r *revision, out *Outcome) error {
	return e.finish(ctx, w, func(tx store.Tx) error {
		i, err := tx.GetInstance(r.instance.ID)
		if err != nil {
			return err
		}
		c, err := tx.GetChange(i.ID, r.change.N)
		if err != nil || c.Over() {
			return err
		}
		if err := e.take(c, out); err != nil {
			return err
		}
		now := time.Now().UTC()
		i.End(c, now)
		if err := tx.UpdateChange(c); err != nil {
			return err
		}
		if err := tx.UpdateInstance(i); err != nil {
			return err
		}
		tx.Notify(InstanceTopic(i.ID))
		return tx.Audit(&domain.Entry{Time: now, Action: "change." + string(c.State), Subject: "instance/" + i.ID, Name: i.Name,
			Workspace: i.Workspace, App: i.App, Version: c.Version, Message: auditWords(c)})
	})
}

// take writes an outcome into the revision.
func (e *Engine) take(c *domain.Change, out *Outcome) error {
	if out == nil {
		c.State = domain.ChangeCancelled
		return nil
	}
	c.State = domain.ChangeSucceeded
	if !out.Succeeded {
		c.State, c.Reason = domain.ChangeFailed, "the deployer failed"
		if out.Failure != nil {
			c.Reason = out.Failure.Error()
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("write the outcome: %w", err)
	}
	c.Outcome = text
	return setGenerated(e.Sealer, c, out.Generated)
}

func auditWords(c *domain.Change) string {
	words := fmt.Sprintf("revision %d (%s of %s), asked for by %s", c.N, c.Kind, c.Number, c.By)
	if c.Reason != "" {
		words += ": " + c.Reason
	}
	return words
}

// tryLater has a revision tried again that got no answer, and says so on its page; in the end it gives up.
func (e *Engine) tryLater(ctx context.Context, w *store.Work, r *revision, err error) error {
	e.Log.WarnContext(ctx, "revision not done", "instance", r.instance.ID, "revision", r.change.N, "error", err)
	tried := e.refusals.add(w)
	if e.enough(ctx, tried, r.instance.Cluster) {
		return e.end(ctx, w, r, &Outcome{Failure: &event.Failure{Stage: "install", Reason: "NoAnswer", Message: reasonOf(err),
			Hint: "It was tried for a while. Retry once that is mended."}})
	}
	after := tried.pause()
	doing := fmt.Sprintf("%s; to be tried again in %s", reasonOf(err), after)
	return &postponed{after: after, tell: func(tx store.Tx) error { return setDoing(tx, r, doing) }}
}
