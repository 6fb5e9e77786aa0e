package verifier

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// cleanUpTime bounds the cleaning up after an interrupt.
const cleanUpTime = 20 * time.Second

// tidy takes away what a judged verification leaves: what the package left behind, what it kept, the namespace. The
// namespace's end is not waited for, it takes the cluster more than ten seconds; what could hold it up is noted.
func (r *run) tidy(ctx context.Context, s *report.Step) {
	var failed []string
	for _, i := range append(inventory.Roots(r.removal.Left), r.removal.Kept...) {
		if err := r.delete(ctx, i.Ref); err != nil {
			failed = append(failed, err.Error())
		}
		if f := foreignFinalizers(i); len(f) > 0 {
			failed = append(failed, fmt.Sprintf("%s may hold up the end of namespace %s: finalizer %s", i, r.namespace, strings.Join(f, ", ")))
		}
	}
	if err := r.delete(ctx, r.namespaceRef()); err != nil {
		failed = append(failed, err.Error())
	}
	for _, f := range failed {
		s.Notes = append(s.Notes, "not cleaned up: "+f)
	}
}

// cleanUp takes away what a verification that could not be finished has made. It works on after ctx was cancelled, for
// a bounded time; the error names what is left.
func (r *run) cleanUp(ctx context.Context, abandoned bool) error {
	r.stopDeployer()
	if !abandoned || !r.made {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	errs := []error{
		r.delete(ctx, kube.RefOf(r.set.Application)), // what it owns goes while the namespace is still whole
		r.deleteProvisioned(ctx),
		r.deleteClusterScoped(ctx),
		r.delete(ctx, r.namespaceRef()),
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("not everything could be cleaned up; look for what bears the name %s:\n%w", r.name, err)
	}
	return nil
}

// deleteClusterScoped deletes what the package has made outside the namespace.
func (r *run) deleteClusterScoped(ctx context.Context) error {
	before, err := r.baseline()
	if err != nil {
		return err
	}
	_, after, err := r.takeStock(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, i := range inventory.Since(before.inventory, after).Left {
		if i.Namespace != "" || i.Kind == "Namespace" {
			continue
		}
		if mine, err := r.ours(ctx, i); mine && err == nil {
			errs = append(errs, r.delete(ctx, i.Ref))
		}
	}
	return errors.Join(errs...)
}

func (r *run) namespaceRef() kube.Ref {
	return kube.Ref{Version: "v1", Kind: "Namespace", Name: r.namespace}
}

// foreignFinalizers are those that no controller of Kubernetes itself takes away.
func foreignFinalizers(i inventory.Item) []string {
	var out []string
	for _, f := range i.Meta.Finalizers {
		domain, _, qualified := strings.Cut(f, "/")
		if qualified && domain != "kubernetes.io" && !strings.HasSuffix(domain, ".kubernetes.io") {
			out = append(out, f)
		}
	}
	return out
}
