package verifier

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// uninstallAgain is uninstall for an app that may be half installed, or half removed.
func (r *run) uninstallAgain(ctx context.Context, s *report.Step) error {
	err := r.endDeployers(ctx)
	if err == nil {
		r.kinds, err = namespacedKinds(r.options.Target.Client)
	}
	if err != nil {
		return err
	}
	return r.uninstall(ctx, s)
}

// uidIn is the uid of the app's Application. If that is gone, those of its objects that are still there tell it.
func (r *run) uidIn(present *inventory.Inventory) types.UID {
	if uid := r.set.Application.GetUID(); uid != "" {
		return uid
	}
	app := kube.RefOf(r.set.Application)
	for _, i := range present.Sorted() {
		for _, owner := range i.Meta.OwnerReferences {
			if _, there := present.Items[owner.UID]; !there && i.Namespace == app.Namespace && owner.Kind == app.Kind && owner.Name == app.Name {
				return owner.UID
			}
		}
	}
	return ""
}

// endDeployers deletes the Jobs of deployers that run, and waits until their Pods are gone: one that goes on would make
// again what is deleted.
func (r *run) endDeployers(ctx context.Context) error {
	typed := r.options.Target.Client.Typed
	list, err := typed.BatchV1().Jobs(r.namespace).List(ctx, metav1.ListOptions{
		LabelSelector: provision.LabelName + "=" + r.name + "," + provision.LabelDeployer + "=Main"})
	if err != nil {
		return fmt.Errorf("list the app's deployers: %w", err)
	}
	family := map[types.UID]inventory.Item{}
	ended := map[string]bool{}
	var running []kube.Ref
	for _, job := range list.Items {
		if finished(&job) != nil {
			ended[job.Name] = true
			continue
		}
		ref := kube.Ref{Group: "batch", Version: "v1", Kind: "Job", Namespace: job.Namespace, Name: job.Name}
		running = append(running, ref)
		family[job.UID] = inventory.NewItem(ref, "jobs", job.ObjectMeta)
	}
	if err := r.addPods(ctx, family, ended); err != nil {
		return err
	}
	return r.deleteAndWait(ctx, running, family)
}

// addPods adds the Pods of deployers that have not ended, also those whose Job is gone already.
func (r *run) addPods(ctx context.Context, family map[types.UID]inventory.Item, ended map[string]bool) error {
	pods, err := r.options.Target.Client.Core.Pods(r.namespace).List(ctx, metav1.ListOptions{LabelSelector: batchv1.JobNameLabel})
	if err != nil {
		return fmt.Errorf("list the Pods of the app's deployers: %w", err)
	}
	deployer := regexp.MustCompile("^" + regexp.QuoteMeta(provision.JobName(r.name, 0)) + "(-r[0-9]+)?$")
	for _, p := range pods.Items {
		if job := p.Labels[batchv1.JobNameLabel]; deployer.MatchString(job) && !ended[job] {
			family[p.UID] = inventory.NewItem(podRef(&p), "pods", p.ObjectMeta)
		}
	}
	return nil
}

// deleteAndWait deletes objects and waits until all of their family are gone.
func (r *run) deleteAndWait(ctx context.Context, objects []kube.Ref, family map[types.UID]inventory.Item) error {
	if len(family) == 0 {
		return nil
	}
	watch := inventory.Follow(ctx, r.options.Target.Client, r.namespace, family)
	defer watch.Close()
	for _, ref := range objects {
		if err := r.delete(ctx, ref); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.RemoveTimeout, errRemoveTime)
	defer cancel()
	remaining, err := watch.Gone(ctx, func(items []inventory.Item) { r.waiting(StepRemove, stillThere(items)) })
	if err != nil && errors.Is(context.Cause(ctx), errRemoveTime) {
		return r.stuck(remaining)
	}
	return err
}
