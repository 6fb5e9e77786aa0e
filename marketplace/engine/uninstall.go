package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// remove takes an instance from its cluster, as the user who deleted it.
func (e *Engine) remove(ctx context.Context, w *store.Work) error {
	release, ok := e.changing.try(w.Subject)
	if !ok {
		return &postponed{after: lookout}
	}
	defer release()
	i, who, err := e.beginRemoval(ctx, w)
	if err != nil {
		return err
	}
	if i == nil {
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	}
	removed, err := e.uninstall(ctx, i, who, w.Kind == store.WorkRemovePlain)
	if err != nil && ctx.Err() != nil {
		return err
	}
	if err != nil {
		return e.removeLater(ctx, w, i, err)
	}
	failure := ""
	if removed.Failure != nil {
		failure = removed.Failure.Error()
	}
	return e.endRemoval(ctx, w, i, removed, failure)
}

// removeLater has an instance removed later, as its cluster gave no answer, and says so on its page; in the end it gives up.
func (e *Engine) removeLater(ctx context.Context, w *store.Work, i *domain.Instance, err error) error {
	e.Log.WarnContext(ctx, "instance not removed", "instance", i.ID, "error", err)
	tried := e.refusals.add(w)
	if e.enough(ctx, tried, i.Cluster) {
		return e.endRemoval(ctx, w, i, &Removed{}, reasonOf(err))
	}
	after := tried.pause()
	doing := fmt.Sprintf("%s; to be tried again in %s", reasonOf(err), after)
	return &postponed{after: after, tell: func(tx store.Tx) error { return setReason(tx, i.ID, doing) }}
}

// beginRemoval gives the instance and who deletes it; nil if it is not to be deleted. Its latest revision has to be over:
// one that has not begun is cancelled, one that runs is stopped by who holds it.
func (e *Engine) beginRemoval(ctx context.Context, w *store.Work) (i *domain.Instance, who clusters.Identity, err error) {
	running := false
	err = e.Store.Update(ctx, func(tx store.Tx) error {
		if i, err = tx.GetInstance(w.Subject); err != nil {
			return err
		}
		if i.State != domain.Deleting {
			i = nil
			return nil
		}
		c, err := tx.GetChange(i.ID, i.Current)
		if err != nil {
			return err
		}
		if running = c.State == domain.ChangeRunning; running {
			tx.Notify(InstanceTopic(i.ID))
			return nil
		}
		if c.State == domain.ChangePending {
			now := time.Now().UTC()
			c.State, c.Ended = domain.ChangeCancelled, &now
			if err := tx.UpdateChange(c); err != nil {
				return err
			}
		}
		who, err = deleter(tx, i)
		return err
	})
	if err == nil && running {
		err = &postponed{after: lookout}
	}
	return i, who, err
}

// ActionDelete is the audit's word for what who deletes an instance does.
const ActionDelete = "instance.delete"

// deleter is who deletes an instance, as the audit has it, with the role that they have in its project now.
func deleter(tx store.Tx, i *domain.Instance) (clusters.Identity, error) {
	found, err := tx.ListAudit(store.AuditQuery{Subject: "instance/" + i.ID, Action: ActionDelete}, store.Page{Limit: 1})
	if err != nil {
		return clusters.Identity{}, err
	}
	user := i.By
	if len(found.Items) > 0 {
		user = found.Items[0].Actor
	}
	role, err := roleNow(tx, user, i)
	return identity(user, i.Project, role), err
}

// roleNow is what a user is in an instance's project now; empty if nothing, or the account is disabled or gone: the cluster
// lets nobody act then.
func roleNow(tx store.Tx, user string, i *domain.Instance) (domain.ProjectRole, error) {
	account, err := tx.GetUser(user)
	if isMissing(err) || err == nil && account.Disabled {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	p, err := tx.Principal(user)
	if err != nil {
		return "", err
	}
	return p.ProjectRole(i.Object()), nil
}

func (e *Engine) uninstall(ctx context.Context, i *domain.Instance, who clusters.Identity, noHooks bool) (*Removed, error) {
	on, err := e.connections.to(ctx, i.Cluster)
	if err != nil {
		return nil, err
	}
	told := writeLatest(ctx, func(ctx context.Context, doing string) {
		// What is not kept is told again soon.
		_ = e.Store.Update(ctx, func(tx store.Tx) error { return setReason(tx, i.ID, doing) })
	})
	defer told.stop()
	return Remove(ctx, RemoveInput{Target: Target{Cluster: on.Cluster, Identity: who, Name: i.Name, Namespace: i.Project}, NoHooks: noHooks,
		Progress: func(p Progress) { told.tell(p.words()) }})
}

// setReason says on the page of an instance that is being deleted what is waited for.
func setReason(tx store.Tx, id, reason string) error {
	i, err := tx.GetInstance(id)
	if err != nil || i.State != domain.Deleting {
		return err
	}
	i.Reason = reason
	tx.Notify(InstanceTopic(id))
	return tx.UpdateInstance(i)
}

// endRemoval writes what became of a removal: the instance is gone, or it stays as failed with the reason.
func (e *Engine) endRemoval(ctx context.Context, w *store.Work, i *domain.Instance, removed *Removed, failure string) error {
	return e.finish(ctx, w, func(tx store.Tx) error {
		i, err := tx.GetInstance(i.ID)
		if err != nil || i.State != domain.Deleting {
			return err
		}
		i.State, i.Reason, i.Updated = domain.Removed, "", time.Now().UTC()
		entry := &domain.Entry{Time: i.Updated, Action: "instance.removed", Subject: "instance/" + i.ID, Name: i.Name, Workspace: i.Workspace,
			App: i.App, Version: i.Version, Message: staying(removed.Stays)}
		if failure != "" {
			i.FailRemoval(failure)
			entry.Action, entry.Message = "instance.not-removed", failure
		}
		if err := tx.UpdateInstance(i); err != nil {
			return err
		}
		tx.Notify(InstanceTopic(i.ID))
		return tx.Audit(entry)
	})
}

// staying names what is still there.
func staying(stays []Staying) string {
	if len(stays) == 0 {
		return "nothing stays"
	}
	names := make([]string, len(stays))
	for i, s := range stays {
		names[i] = s.String()
	}
	return "stays: " + strings.Join(names, ", ")
}
