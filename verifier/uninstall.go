package verifier

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// UninstallOptions are the parameters of Uninstall.
type UninstallOptions struct {
	Target          Target
	Name, Namespace string
	RemoveTimeout   time.Duration // 120 s if zero
	Logs            string        // folder for this run's logs; empty keeps none
	Reporter        report.Reporter
	// Resume ends a deployer that runs before anything is deleted, and takes up a removal that was cut off: an
	// Application that is gone already is as good, and what is left of its objects is waited for.
	Resume bool
	// NoHooks removes the app without running the hooks that it has for that.
	NoHooks bool
	// Progress, if set, is called with what happens. Calls do not overlap.
	Progress func(Progress)
}

// Uninstall deletes an app: its Application and all that goes with it, and what provisioning made for it outside of
// the namespace. It runs the hooks that the app's chart has for that. Its data, and what the package declares as kept, stays and is named in the report.
func Uninstall(ctx context.Context, o UninstallOptions) (*report.Report, error) {
	r, err := newRun(Options{Source: Source{Name: o.Name}, Target: o.Target, RemoveTimeout: o.RemoveTimeout, Logs: o.Logs, Reporter: o.Reporter}, o.Name, o.Namespace)
	if err != nil {
		return nil, err
	}
	defer r.logs.close()
	r.progress, r.noHooks, r.atOnce = o.Progress, o.NoHooks, true
	r.report.Outcome = fmt.Sprintf("uninstalled %s from namespace %s", o.Name, o.Namespace)
	began := time.Now()
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		r.set, err = r.findInstalled(inner, o.Resume)
		return err
	})
	if !o.Resume { // else a deployer that runs may bring kinds until it has ended
		group.Go(func() (err error) {
			r.kinds, err = namespacedKinds(o.Target.Client)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("uninstall %s from cluster %q: %w", o.Name, o.Target.Name, err)
	}
	r.report.Version, _, _ = unstructured.NestedString(r.set.Application.Object, "spec", "descriptor", "version")
	r.options.Reporter.Header(r.report)
	remove := r.uninstall
	if o.Resume {
		remove = r.uninstallAgain
	}
	if err := r.runAll(ctx, namedStep{StepRemove, remove}); err != nil {
		return nil, fmt.Errorf("uninstall %s from cluster %q: %w", o.Name, o.Target.Name, err)
	}
	r.conclude(time.Since(began))
	return r.report, nil
}

// uninstall deletes the Application, waits for what it owns, and names what stays.
func (r *run) uninstall(ctx context.Context, s *report.Step) error {
	client := r.options.Target.Client
	present, err := inventory.Take(ctx, client, r.kinds, r.namespace)
	if err != nil {
		return err
	}
	gone, err := r.removeApp(ctx, s, r.kinds, present)
	if err != nil {
		return err
	}
	if err := r.deleteProvisioned(ctx); err != nil {
		return err
	}
	after, err := inventory.Take(ctx, client, r.whereSomethingMayStay(present), r.namespace)
	if err != nil {
		return err
	}
	s.Summary = count(gone+len(r.set.Objects), "object") + " gone"
	r.noteStaying(s, after)
	return nil
}

// whereSomethingMayStay gives the kinds of which something stood that bears the app's name and is not the Application's. If
// hooks ran it gives all, as they may have made anything.
func (r *run) whereSomethingMayStay(before *inventory.Inventory) []inventory.Resource {
	if r.ranHooks {
		return r.kinds
	}
	owned := before.Owned(r.uidIn(before))
	of := map[inventory.Resource]bool{}
	for uid, i := range before.Items {
		if _, goes := owned[uid]; !goes && bearsName(i, r.name) {
			of[i.Resource] = true
		}
	}
	return slices.Collect(maps.Keys(of))
}

// noteStaying names what bears the app's label and is still there.
func (r *run) noteStaying(s *report.Step, after *inventory.Inventory) {
	var kept, left []string
	for _, i := range after.Sorted() {
		switch {
		case !bearsName(i, r.name) || i.Namespace != r.namespace || i.Deleting():
			continue
		case inventory.Kept(i):
			kept = append(kept, i.String())
			s.Objects = append(s.Objects, report.Object{Ref: i.Ref, Status: "kept"})
		default:
			left = append(left, i.String())
			s.Objects = append(s.Objects, report.Object{Ref: i.Ref, Status: "left", Reason: "the Application did not own it"})
		}
	}
	if len(kept) > 0 {
		s.Notes = append(s.Notes, "kept, as it may hold data: "+strings.Join(kept, ", "))
	}
	if len(left) > 0 {
		s.Notes = append(s.Notes, "left behind by the package: "+strings.Join(left, ", "))
	}
}

// findInstalled reads the Application and what was provisioned for it outside of the namespace.
func (r *run) findInstalled(ctx context.Context, orGone bool) (*provision.Set, error) {
	found := &provision.Set{}
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		found.Application, err = findApplication(inner, r.options.Target.Client, r.namespace, r.name)
		if apierrors.IsNotFound(err) && (orGone || r.hooksLeft(inner)) {
			found.Application, err = notThere(r.namespace, r.name), nil
		}
		return err
	})
	group.Go(func() (err error) {
		found.Objects, err = r.findProvisioned(inner)
		return err
	})
	return found, group.Wait()
}

// findProvisioned finds by their labels the cluster-scoped objects that provisioning made for the app.
func (r *run) findProvisioned(ctx context.Context) ([]*unstructured.Unstructured, error) {
	selector := fmt.Sprintf("%s=%s,%s=%s,%s in (%s,%s)", provision.LabelName, r.name, provision.LabelNamespace, r.namespace,
		provision.LabelComponent, provision.ComponentRBAC, provision.ComponentProvisioned)
	rbac := schema.GroupVersion{Group: "rbac.authorization.k8s.io", Version: "v1"}
	kinds := []schema.GroupVersionResource{
		rbac.WithResource("clusterrolebindings"), rbac.WithResource("clusterroles"), {Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses"},
	}
	found := make([]*unstructured.UnstructuredList, len(kinds))
	group, inner := errgroup.WithContext(ctx)
	for i, gvr := range kinds {
		group.Go(func() (err error) {
			found[i], err = r.options.Target.Client.Dynamic.Resource(gvr).List(inner, metav1.ListOptions{LabelSelector: selector})
			if err != nil && !apierrors.IsForbidden(err) { // who may not list them was not let make them either
				return fmt.Errorf("list %s: %w", gvr.Resource, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var out []*unstructured.Unstructured
	for _, list := range found {
		if list == nil {
			continue
		}
		for _, o := range list.Items {
			out = append(out, &o)
		}
	}
	return out, nil
}
