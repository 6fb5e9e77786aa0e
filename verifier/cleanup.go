package verifier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
)

// cleanUpTime bounds the cleaning up after an interrupt.
const cleanUpTime = 20 * time.Second

// tidy takes away what a verification leaves: what the package left behind or kept, and the namespace. The namespace's
// end is not waited for, as it takes the cluster more than ten seconds; what would hold it up is freed.
func (r *run) tidy(ctx context.Context) error {
	standing, err := r.standing(ctx)
	errs := []error{err, r.deleteProvisioned(ctx)}
	for _, i := range standing {
		if len(foreignFinalizers(i)) > 0 {
			errs = append(errs, r.free(ctx, i))
		}
		if i.Namespace == "" {
			errs = append(errs, r.delete(ctx, i.Ref))
		}
	}
	return errors.Join(append(errs, r.delete(ctx, r.namespaceRef()))...)
}

// standing is all that the verification made and that still stands.
func (r *run) standing(ctx context.Context) ([]inventory.Item, error) {
	d := r.removal
	if d == nil {
		before, err := r.baseline()
		if err != nil {
			return nil, err
		}
		_, after, err := r.takeStock(ctx)
		if err != nil {
			return nil, err
		}
		now := inventory.Since(before.inventory, after)
		d = &now
	}
	return r.oursOnly(ctx, slices.Concat(d.Left, d.Kept, d.Going))
}

// free takes the finalizers from an object that nobody else will take: its controller is gone, or about to go, with the
// namespace, which would never end.
func (r *run) free(ctx context.Context, i inventory.Item) error {
	resource := r.options.Target.Client.Metadata.Resource(i.Resource.GVR)
	patch := []byte(`{"metadata":{"finalizers":null}}`)
	var err error
	if i.Namespace != "" {
		_, err = resource.Namespace(i.Namespace).Patch(ctx, i.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	} else {
		_, err = resource.Patch(ctx, i.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	}
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("take the finalizers from %s: %w", i, err)
	}
	return nil
}

// cleanUp takes away what a verification that could not be finished has made. It works on after ctx was cancelled, for
// a bounded time; the error names what is left.
func (r *run) cleanUp(ctx context.Context) error {
	r.stopDeployer()
	if !r.made {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
	defer cancel()
	// What the Application owns goes while the namespace is still whole.
	err := errors.Join(r.delete(ctx, kube.RefOf(r.set.Application)), r.tidy(ctx))
	if err != nil {
		return fmt.Errorf("not everything could be cleaned up; look for what bears the name %s:\n%w", r.name, err)
	}
	return nil
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
