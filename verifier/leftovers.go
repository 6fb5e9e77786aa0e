package verifier

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// leftovers tells what outlived the app. What is on its way out is waited for.
func (r *run) leftovers(ctx context.Context, resources []inventory.Resource) (inventory.Difference, error) {
	before, err := r.baseline()
	if err != nil {
		return inventory.Difference{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.RemoveTimeout, errRemoveTime)
	defer cancel()
	for {
		after, err := inventory.Take(ctx, r.options.Target.Client, resources, r.namespace)
		if err != nil {
			return inventory.Difference{}, err
		}
		d := inventory.Since(before.inventory, after)
		if d.Going, err = r.oursOnly(ctx, d.Going); err != nil {
			return d, err
		}
		if len(d.Going) > 0 {
			if err := r.letGo(ctx, d.Going); err != nil {
				return d, err
			}
			continue
		}
		if d.Left, err = r.oursOnly(ctx, d.Left); err != nil {
			return d, err
		}
		d.Kept, err = r.oursOnly(ctx, d.Kept)
		return d, err
	}
}

// letGo waits until the items are gone.
func (r *run) letGo(ctx context.Context, items []inventory.Item) error {
	family := map[types.UID]inventory.Item{}
	for _, i := range items {
		family[i.Meta.UID] = i
	}
	watch := inventory.Follow(ctx, r.options.Target.Client, r.namespace, family)
	defer watch.Close()
	remaining, err := watch.Gone(ctx, func(items []inventory.Item) { r.waiting(StepRemove, stillThere(items)) })
	if err != nil && errors.Is(context.Cause(ctx), errRemoveTime) {
		return r.stuck(remaining)
	}
	return err
}

// describeRemoval tells what went, what stays as declared and what is left.
func (r *run) describeRemoval(s *report.Step, gone int, d inventory.Difference) {
	s.Summary = count(gone, "object") + " gone, nothing left"
	for _, i := range inventory.Roots(d.Left) {
		s.Objects = append(s.Objects, report.Object{Ref: i.Ref, Status: "left", Reason: whyLeft(i, r.deployment)})
		r.logs.line("leftovers.log", fmt.Sprintf("left %s (namespace %q, api %s/%s)", i, i.Namespace, i.Group, i.Version))
	}
	var kept []string
	for _, i := range inventory.Roots(d.Kept) {
		s.Objects = append(s.Objects, report.Object{Ref: i.Ref, Status: "kept"})
		r.logs.line("leftovers.log", fmt.Sprintf("kept %s (namespace %q)", i, i.Namespace))
		if i.Kind != "PersistentVolume" { // it goes with its claim, which is named
			kept = append(kept, i.String())
		}
	}
	if len(kept) > 0 {
		s.Notes = append(s.Notes, "kept as declared: "+strings.Join(kept, ", "))
	}
}

// leftoverFailure blames what is left, if anything is.
func leftoverFailure(d inventory.Difference, run *deployment) error {
	roots := inventory.Roots(d.Left)
	if len(roots) == 0 {
		return nil
	}
	first := roots[0]
	f := &event.Failure{Stage: StepRemove, Object: &first.Ref, Message: "left behind", Hint: hintLeft(first, run)}
	if len(roots) > 1 {
		f.Message = "left behind, and " + count(len(roots)-1, "more object")
		for _, i := range roots {
			f.Log = append(f.Log, i.String())
		}
	}
	return f
}

// whyLeft says in a few words why an object outlived its app.
func whyLeft(i inventory.Item, run *deployment) string {
	switch {
	case i.Namespace == "":
		return "cluster-scoped, so that the Application cannot own it"
	case run.has(i.Ref):
		return "its kind is not in the Application's componentKinds"
	}
	return "made by the app while it ran, without owner"
}

func hintLeft(i inventory.Item, run *deployment) string {
	const keep = ", or annotate it with helm.sh/resource-policy: keep if it is meant to stay."
	switch {
	case i.Namespace == "":
		return "An Application cannot own a cluster-scoped object, so it stays at the customer's when the app is deleted: let schema.yaml declare it" +
			" (serviceAccount roles), have the app remove it" + keep
	case run.has(i.Ref):
		return fmt.Sprintf("The Application owns only the kinds that it declares: add {group: %q, kind: %s} to its spec.componentKinds%s", i.Group, i.Kind, keep)
	}
	return "It is not in the manifests: the app made it while it ran, and has to give it an owner or remove it" + keep
}

// has says whether the deployer applied the object; without its word, that is assumed.
func (d *deployment) has(ref kube.Ref) bool {
	if d == nil || !d.spoke {
		return true
	}
	for _, a := range d.applied {
		if a.GroupKind() == ref.GroupKind() && a.Name == ref.Name {
			return true
		}
	}
	return false
}
