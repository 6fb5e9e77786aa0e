package verifier

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// remove deletes the Application as a user would, waits until what it owns is gone, and looks for what is left. Whatever
// it finds, nothing of the verification stays.
func (r *run) remove(ctx context.Context, s *report.Step) error {
	r.stopDeployer()
	r.waiting(StepRemove, "evidence to be kept")
	resources, present, err := r.takeStock(ctx)
	if err != nil {
		return err
	}
	r.keepEvidence(ctx, present)
	r.noteUnseen(s, present)
	verdict := r.removeAndLook(ctx, s, resources, present)
	var failure *event.Failure
	if verdict != nil && !errors.As(verdict, &failure) {
		return verdict
	}
	if err := r.tidy(ctx); err != nil {
		s.Notes = append(s.Notes, "not cleaned up: "+err.Error())
	}
	return verdict
}

// removeAndLook is the part of remove that is judged.
func (r *run) removeAndLook(ctx context.Context, s *report.Step, resources []inventory.Resource, present *inventory.Inventory) error {
	gone, err := r.removeApp(ctx, s, resources, present)
	if err != nil {
		return err
	}
	if err := r.deleteProvisioned(ctx); err != nil {
		return err
	}
	d, err := r.leftovers(ctx, resources)
	if err != nil {
		return err
	}
	r.removal = &d
	r.describeRemoval(s, gone, d)
	return leftoverFailure(d, r.deployment)
}

// takeStock lists what stands now, of all kinds that there are now: the package may have brought some.
func (r *run) takeStock(ctx context.Context) ([]inventory.Resource, *inventory.Inventory, error) {
	client := r.options.Target.Client
	resources, err := inventory.Resources(client)
	if err != nil {
		return nil, nil, err
	}
	present, err := inventory.Take(ctx, client, resources, r.namespace)
	return resources, present, err
}

// noteUnseen says of which kinds nobody can tell whether something is left.
func (r *run) noteUnseen(s *report.Step, present *inventory.Inventory) {
	if len(present.Unseen) > 0 {
		s.Notes = append(s.Notes, "not looked at, as the cluster does not list them: "+strings.Join(slices.Sorted(maps.Keys(present.Unseen)), ", "))
	}
}

// removeApplication deletes the Application and waits until its family is gone. It returns how many objects went.
func (r *run) removeApplication(ctx context.Context, uid types.UID, present *inventory.Inventory) (int, error) {
	family := present.Owned(uid)
	watch := inventory.Follow(ctx, r.options.Target.Client, r.namespace, family)
	defer watch.Close()
	if err := r.delete(ctx, kube.RefOf(r.set.Application)); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.RemoveTimeout, errRemoveTime)
	defer cancel()
	remaining, err := watch.Gone(ctx, func(items []inventory.Item) { r.waiting(StepRemove, stillThere(items)) })
	switch {
	case err == nil:
		return len(family), nil
	case errors.Is(context.Cause(ctx), errRemoveTime):
		return 0, r.stuck(remaining)
	}
	return 0, err
}

var errRemoveTime = errors.New("the time for removal is over")

func stillThere(items []inventory.Item) string {
	if len(items) == 1 {
		return items[0].String() + " to go"
	}
	return fmt.Sprintf("%s and %s to go", items[0], count(len(items)-1, "more object"))
}

// stuck blames the object that does not go, with what holds it.
func (r *run) stuck(remaining []inventory.Item) error {
	f := &event.Failure{Stage: StepRemove, Reason: "Timeout",
		Message: fmt.Sprintf("still there %s after the Application was deleted", r.options.RemoveTimeout),
		Hint:    "Look at what keeps it with kubectl describe."}
	if len(remaining) == 0 {
		return f
	}
	worst := remaining[0]
	for _, i := range remaining {
		if len(i.Meta.Finalizers) > 0 {
			worst = i
			break
		}
	}
	f.Object = &worst.Ref
	if len(worst.Meta.Finalizers) > 0 {
		f.Reason = "Finalizer " + strings.Join(worst.Meta.Finalizers, ", ")
		f.Hint = "Whoever set the finalizer has to take it away before it is removed itself."
	}
	return f
}

// deleteProvisioned deletes what provisioning made outside the namespace: nobody owns it.
func (r *run) deleteProvisioned(ctx context.Context) error {
	var errs []error
	for _, o := range r.set.Objects {
		if o.GetNamespace() == "" {
			errs = append(errs, r.delete(ctx, kube.RefOf(o)))
		}
	}
	return errors.Join(errs...)
}

// delete deletes an object in the background, or only tries to with dry; one that is gone already is as good.
func (r *run) delete(ctx context.Context, ref kube.Ref, dry ...string) error {
	client := r.options.Target.Client
	mapping, err := client.Mapper.RESTMapping(ref.GroupKind(), ref.Version)
	if meta.IsNoMatchError(err) {
		return nil // its kind is gone, and it with it
	}
	if err != nil {
		return fmt.Errorf("delete %s: %w", ref, err)
	}
	resource := client.Metadata.Resource(mapping.Resource)
	policy := metav1.DeletePropagationBackground
	options := metav1.DeleteOptions{PropagationPolicy: &policy, DryRun: dry}
	if ref.Namespace != "" {
		err = resource.Namespace(ref.Namespace).Delete(ctx, ref.Name, options)
	} else {
		err = resource.Delete(ctx, ref.Name, options)
	}
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("delete %s: %w", ref, err)
	}
	return nil
}

func (r *run) stopDeployer() {
	if r.deployment != nil {
		r.deployment.stop()
	}
}
