package verifier

import (
	"context"
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
)

// ClearAway takes away what a verification of that name left on a cluster when it was killed: all that it made itself, and
// what its app has made outside of the namespace as far as that bears the name. The namespace's end is not waited for.
// A run that left nothing is no error.
func ClearAway(ctx context.Context, t Target, name string) error {
	if !strings.HasPrefix(name, "apptest-") {
		return fmt.Errorf("%q is not the name of a verification", name)
	}
	r, err := newRun(Options{Target: t}, name, name)
	if err != nil {
		return err
	}
	namespace, err := t.Client.Core.Namespaces().Get(ctx, name, metav1.GetOptions{})
	switch {
	case apierrors.IsNotFound(err): // it may have been gone before what is outside of it
	case err != nil:
		return fmt.Errorf("get %s: %w", r.namespaceRef(), err)
	case namespace.Labels[provision.LabelName] != name:
		return fmt.Errorf("%s is not that of a verification", r.namespaceRef())
	}
	_, present, err := r.takeStock(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, i := range present.Sorted() {
		if bears(i, name) {
			errs = append(errs, r.clear(ctx, i))
		}
	}
	return errors.Join(append(errs, r.delete(ctx, r.namespaceRef()))...)
}

// bears says whether an object is of the verification of that name.
func bears(i inventory.Item, name string) bool {
	if i.Namespace != "" || i.Meta.Labels[provision.LabelName] == name || i.Meta.Labels[provision.LabelNamespace] == name {
		return true // of namespaces, only its own was looked into
	}
	return strings.Contains(i.Name, name)
}

// clear takes away an object outside of the namespace, and an Application in it, so that what that owns goes while the
// namespace is whole. Of what goes with the namespace it takes away what would hold that up.
func (r *run) clear(ctx context.Context, i inventory.Item) error {
	var freed error
	if len(foreignFinalizers(i)) > 0 {
		freed = r.free(ctx, i)
	}
	if i.Ref == r.namespaceRef() || i.Namespace != "" && i.GroupKind() != applicationKind {
		return freed
	}
	return errors.Join(freed, r.delete(ctx, i.Ref))
}
