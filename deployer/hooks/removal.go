package hooks

import (
	"context"
	"errors"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Removal runs the hooks of an app that is being removed: Before, then the Application is deleted, then After.
type Removal struct {
	client  *kube.Client
	options Options
	secret  string // empty if there are no hooks
	hooks   []Hook
}

// Removing finds the delete hooks that an app's deployer has kept. There may be none. Who may not read Secrets is told
// so by an *event.Failure.
func Removing(ctx context.Context, c *kube.Client, app string, o Options) (*Removal, error) {
	r := &Removal{client: c, options: o}
	secret, err := c.Core.Secrets(o.Namespace).Get(ctx, SecretName(app), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return r, nil
	}
	ref := kube.Ref{Version: "v1", Kind: "Secret", Namespace: o.Namespace, Name: SecretName(app)}
	if apierrors.IsForbidden(err) {
		return nil, &event.Failure{Stage: event.Hook, Object: &ref, Reason: "Forbidden", Message: "you may not see whether the app has hooks that run when it is removed: " + err.Error(),
			Hint: "Have somebody remove the app who may read Secrets in the namespace."}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	r.secret = secret.Name
	if r.hooks, err = unpack(secret.Data[secretKey]); err != nil {
		return nil, &event.Failure{Stage: event.Hook, Object: &ref, Reason: "Malformed", Message: "the hooks that the app's deployer has kept in it cannot be read: " + err.Error()}
	}
	return r, nil
}

// Any says whether the app has delete hooks.
func (r *Removal) Any() bool { return r.secret != "" }

// Refs names the objects of the hooks.
func (r *Removal) Refs() []kube.Ref {
	refs := make([]kube.Ref, len(r.hooks))
	for i, h := range r.hooks {
		refs[i] = kube.RefOf(h.Object)
		refs[i].Namespace = r.options.Namespace
	}
	return refs
}

// Before runs the pre-delete hooks, while everything of the app is there, and gives those that have succeeded. Then it
// takes the kept hooks from the Application, which has the given uid, so that they outlive it. The error is that of Run.
func (r *Removal) Before(ctx context.Context, application types.UID) ([]kube.Ref, error) {
	for _, h := range r.hooks {
		ownedBy(h.Object, application)
	}
	done, err := Run(ctx, r.client, r.hooks, PreDelete, r.options)
	if err != nil || !r.Any() {
		return done, err
	}
	_, err = r.client.Core.Secrets(r.options.Namespace).Patch(ctx, r.secret, types.MergePatchType,
		[]byte(`{"metadata":{"ownerReferences":null}}`), metav1.PatchOptions{FieldManager: apply.FieldManager})
	if err != nil {
		return done, apply.Explain(kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.options.Namespace, Name: r.secret}, err)
	}
	return done, nil
}

// ownedBy gives an object's owner the uid that it has now: it may not have been known when the hook was rendered.
func ownedBy(o *unstructured.Unstructured, application types.UID) {
	refs := o.GetOwnerReferences()
	for i := range refs {
		if refs[i].Kind == "Application" {
			refs[i].UID = application
		}
	}
	o.SetOwnerReferences(refs)
}

// After runs the post-delete hooks, when the Application is gone, and gives those that have succeeded. Then it deletes
// the objects of all delete hooks, whatever their policies: nobody else would. After a failure those stay that it has
// to be judged by; called again, it goes on. The error is that of Run.
func (r *Removal) After(ctx context.Context) ([]kube.Ref, error) {
	o := r.options
	o.Ownerless = true
	done, err := Run(ctx, r.client, r.hooks, PostDelete, o)
	if err != nil {
		return done, err
	}
	return done, r.Forget(ctx)
}

// Forget deletes the objects of the delete hooks, and the Secret that keeps them last.
func (r *Removal) Forget(ctx context.Context) error {
	var errs []error
	for _, h := range r.hooks {
		if !apply.Keeps(h.Object) {
			errs = append(errs, apply.Delete(ctx, r.client, h.Object, r.options.Namespace))
		}
	}
	if err := errors.Join(errs...); err != nil || !r.Any() {
		return err
	}
	err := r.client.Core.Secrets(r.options.Namespace).Delete(ctx, r.secret, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return apply.Explain(kube.Ref{Version: "v1", Kind: "Secret", Namespace: r.options.Namespace, Name: r.secret}, err)
	}
	return nil
}
