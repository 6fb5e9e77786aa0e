package verifier

import (
	"context"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// removeApp removes the Application and what it owns, with the hooks that a chart has for that: some before, while
// everything is there, others when it is gone. It returns how many objects went. All that removes an app comes here. Nothing
// is done where the Application may not be deleted: its objects would go, and it would stay.
func (r *run) removeApp(ctx context.Context, s *report.Step, resources []inventory.Resource, present *inventory.Inventory) (int, error) {
	if err := r.delete(ctx, kube.RefOf(r.set.Application), metav1.DryRunAll); err != nil {
		return 0, err
	}
	if r.noHooks {
		gone, err := r.take(ctx, present)
		if err != nil {
			return 0, err
		}
		return gone, r.forgetHooks(ctx)
	}
	removal, err := r.deleteHooks(ctx)
	if err != nil {
		return 0, r.hookFailed(err)
	}
	if !removal.Any() {
		return r.take(ctx, present)
	}
	return r.removeWithHooks(ctx, s, removal, resources)
}

// take takes the Application away. In an uninstall what it owns goes at once; a verification leaves that to the cluster,
// as a user may.
func (r *run) take(ctx context.Context, present *inventory.Inventory) (int, error) {
	uid := r.uidIn(present)
	if r.atOnce {
		r.deleteOwned(ctx, uid, present)
	}
	return r.removeApplication(ctx, uid, present)
}

func (r *run) deleteHooks(ctx context.Context) (*hooks.Removal, error) {
	tell := func(ref kube.Ref, message string) { r.waiting(StepRemove, ref.String()+": "+message) }
	return hooks.Removing(ctx, r.options.Target.Client, r.name, hooks.Options{Namespace: r.namespace, Timeout: r.options.RemoveTimeout, Waiting: tell, Log: tell})
}

// forgetHooks deletes the hooks of an app without running them, with what earlier tries have made of them. Of those that
// cannot be read, or not be deleted, at least the Secret goes that keeps them: nobody runs them any more.
func (r *run) forgetHooks(ctx context.Context) error {
	removal, err := r.deleteHooks(ctx)
	if err == nil {
		err = removal.Forget(ctx)
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	return r.delete(ctx, kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.namespace, Name: hooks.SecretName(r.name)})
}

// hooksToRun names the objects of the hooks that a removal runs, or the Secret that keeps them if the user may not read it,
// or nobody can: the removal itself says so then.
func (r *run) hooksToRun(ctx context.Context) ([]kube.Ref, error) {
	removal, err := r.deleteHooks(ctx)
	var f *event.Failure
	if errors.As(err, &f) && f.Object != nil {
		return []kube.Ref{*f.Object}, nil
	}
	if err != nil {
		return nil, err
	}
	return removal.Refs(), nil
}

// removeWithHooks is removeApp for an app that has hooks. If the Application is gone already, a removal was cut off, and
// goes on where it was.
func (r *run) removeWithHooks(ctx context.Context, s *report.Step, removal *hooks.Removal, resources []inventory.Resource) (int, error) {
	var ran []kube.Ref
	var err error
	if uid := r.set.Application.GetUID(); uid != "" {
		if ran, err = removal.Before(ctx, uid); err != nil {
			return 0, r.hookFailed(err)
		}
	}
	r.ranHooks = true
	present, err := inventory.Take(ctx, r.options.Target.Client, resources, r.namespace)
	if err != nil {
		return 0, err
	}
	gone, err := r.take(ctx, present)
	if err != nil {
		return 0, err
	}
	after, err := removal.After(ctx)
	if err != nil {
		return 0, r.hookFailed(err)
	}
	noteHooks(s, append(ran, after...))
	return gone, nil
}

// noteHooks names the hooks that have run; other objects of hooks are only there for these.
func noteHooks(s *report.Step, done []kube.Ref) {
	for _, ref := range done {
		if ref.Kind == "Job" || ref.Kind == "Pod" {
			s.Notes = append(s.Notes, "hook "+ref.String()+" has run")
		}
	}
}

// hookFailed says what the user can do about a delete hook that failed: its rights are theirs, not a deployer's.
func (r *run) hookFailed(err error) error {
	var f *event.Failure
	if !errors.As(err, &f) {
		return err
	}
	told := *f
	without := fmt.Sprintf("remove the app without its hooks: chandler uninstall %s -n %s --no-hooks.", r.name, r.namespace)
	told.Hint = joinSentences(told.Hint, "Remove the app again when that is mended, or "+without)
	if told.Reason == string(metav1.StatusReasonForbidden) {
		told.Hint = "You may not do this. Have somebody remove the app who may, or " + without
	}
	return &told
}

// hooksLeft says whether hooks of the app are kept: if the Application is gone, some of them have yet to run.
func (r *run) hooksLeft(ctx context.Context) bool {
	_, err := r.options.Target.Client.Core.Secrets(r.namespace).Get(ctx, hooks.SecretName(r.name), metav1.GetOptions{})
	return err == nil || !apierrors.IsNotFound(err) && !apierrors.IsForbidden(err)
}
