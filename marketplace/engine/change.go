package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chandler-dev/chandler/marketplace/clusters"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// InstanceTopic is notified when an instance, or a revision of it, has changed.
func InstanceTopic(id string) string { return "instance/" + id }

// revision is a change of an instance with what it takes to carry it out.
type revision struct {
	instance *domain.Instance
	change   *domain.Change
	pkg      domain.Package
	// before is the latest revision whose generated values count on; nil if there is none.
	before *domain.Change
}

// change brings an instance to its latest revision. Cut off at any point, it goes on where it was when it is called again.
func (e *Engine) change(ctx context.Context, w *store.Work) error {
	release, ok := e.changing.try(w.Subject)
	if !ok {
		return &postponed{after: lookout}
	}
	defer release()
	r, err := e.begin(ctx, w)
	if err != nil {
		return err
	}
	if r == nil {
		return e.finish(ctx, w, func(store.Tx) error { return nil })
	}
	watched, stop := e.wanted(ctx, InstanceTopic(w.Subject), func(tx store.Tx) (bool, error) {
		i, err := tx.GetInstance(w.Subject)
		return err == nil && i.State != domain.Deleting && i.State != domain.Removed, err
	})
	out, err := e.install(watched, r)
	unwanted := errors.Is(context.Cause(watched), errUnwanted)
	stop()
	switch {
	case err == nil:
		return e.end(ctx, w, r, out)
	case unwanted:
		return e.end(ctx, w, r, nil)
	case ctx.Err() != nil:
		return err
	}
	return e.tryLater(ctx, w, r, err)
}

// begin marks the revision as running; nil if there is nothing to do, as it is over, or its instance goes.
func (e *Engine) begin(ctx context.Context, w *store.Work) (*revision, error) {
	var r *revision
	err := e.Store.Update(ctx, func(tx store.Tx) error {
		var err error
		if r, err = load(tx, w.Subject); err != nil || r == nil {
			return err
		}
		c := r.change
		if r.instance.State == domain.Deleting || r.instance.State == domain.Removed {
			r, c.State = nil, domain.ChangeCancelled
			now := time.Now().UTC()
			c.Ended, c.Doing = &now, ""
			return tx.UpdateChange(c)
		}
		if c.State == domain.ChangePending {
			now := time.Now().UTC()
			c.State, c.Started = domain.ChangeRunning, &now
			if c.Role, err = roleNow(tx, c.By, r.instance); err != nil { // it may have been taken away while this waited
				return err
			}
			tx.Notify(InstanceTopic(w.Subject))
			return tx.UpdateChange(c)
		}
		return nil
	})
	return r, err
}

// load reads an instance's latest revision; nil if that is over.
func load(tx store.Tx, id string) (*revision, error) {
	i, err := tx.GetInstance(id)
	if err != nil {
		return nil, err
	}
	r := &revision{instance: i}
	if r.change, err = tx.GetChange(id, i.Current); err != nil || r.change.Over() {
		return nil, err
	}
	v, err := tx.GetVersion(r.change.Version)
	if err != nil {
		return nil, err
	}
	r.pkg = v.Package
	for n := r.change.N - 1; n > 0; n-- {
		earlier, err := tx.GetChange(id, n)
		if err != nil {
			return nil, err
		}
		if len(earlier.Generated) > 0 {
			r.before = earlier
			break
		}
	}
	return r, nil
}

// install runs the deployer, as the user who asked for it.
func (e *Engine) install(ctx context.Context, r *revision) (*Outcome, error) {
	in, err := e.installInput(ctx, r)
	if err != nil {
		return nil, err
	}
	told := writeLatest(ctx, func(ctx context.Context, doing string) { e.tell(ctx, r, doing) })
	defer told.stop()
	in.Progress = func(p Progress) { told.tell(p.words()) }
	return Install(ctx, in)
}

func (e *Engine) installInput(ctx context.Context, r *revision) (InstallInput, error) {
	i, c := r.instance, r.change
	on, err := e.connections.to(ctx, i.Cluster)
	if err != nil {
		return InstallInput{}, err
	}
	in := InstallInput{Cluster: on.Cluster, Identity: identity(c.By, i.Project, c.Role), Instance: i.ID, Name: i.Name, Namespace: i.Project,
		Revision: c.N, Loader: on.loader}
	if in.Image, in.Files, err = e.deployerOf(ctx, on, c.Deployer, r.pkg); err != nil {
		return InstallInput{}, err
	}
	if in.PullConfig, err = e.pullConfig(on, in.Image); err != nil {
		return InstallInput{}, err
	}
	if in.Parameters, err = Values(e.Sealer, c); err != nil {
		return InstallInput{}, err
	}
	if r.before != nil {
		in.Generated, err = Generated(e.Sealer, r.before)
	}
	return in, err
}

func identity(user, project string, role domain.ProjectRole) clusters.Identity {
	return clusters.Identity{User: user, Namespace: project, Role: clusters.Role(role)}
}

// words say in a line what is done or waited for.
func (p Progress) words() string {
	switch {
	case p.Object == nil && p.Message == "":
		return p.Stage
	case p.Object == nil:
		return fmt.Sprintf("%s: %s", p.Stage, p.Message)
	case p.Message == "":
		return fmt.Sprintf("%s: %s", p.Stage, p.Object)
	}
	return fmt.Sprintf("%s: %s: %s", p.Stage, p.Object, p.Message)
}

// tell keeps what a running revision waits for.
func (e *Engine) tell(ctx context.Context, r *revision, doing string) {
	err := e.Store.Update(ctx, func(tx store.Tx) error { return setDoing(tx, r, doing) })
	if err != nil && ctx.Err() == nil {
		e.Log.WarnContext(ctx, "progress cannot be kept", "instance", r.instance.ID, "error", err)
	}
}

func setDoing(tx store.Tx, r *revision, doing string) error {
	c, err := tx.GetChange(r.change.Instance, r.change.N)
	if err != nil || c.State != domain.ChangeRunning {
		return err
	}
	c.Doing = doing
	tx.Notify(InstanceTopic(c.Instance))
	return tx.UpdateChange(c)
}
