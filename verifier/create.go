package verifier

import (
	"context"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/report"
)

// fieldManager is who owns the fields that the verifier sets.
const fieldManager = "chandler"

// create makes an object. One that is there already is left as it is and returned.
func (r *run) create(ctx context.Context, o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	resource, err := r.resource(o)
	if err != nil {
		return nil, err
	}
	made, err := resource.Create(ctx, o, metav1.CreateOptions{FieldManager: fieldManager})
	if apierrors.IsAlreadyExists(err) {
		made, err = resource.Get(ctx, o.GetName(), metav1.GetOptions{})
	}
	return made, refused(o, err)
}

// apply makes an object, or brings it to what it should be, by server-side apply.
func (r *run) apply(ctx context.Context, o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	resource, err := r.resource(o)
	if err != nil {
		return nil, err
	}
	made, err := resource.Apply(ctx, o.GetName(), o, metav1.ApplyOptions{FieldManager: fieldManager, Force: true})
	return made, refused(o, err)
}

func (r *run) resource(o *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	gvk := o.GroupVersionKind()
	mapping, err := r.options.Target.Client.Mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if meta.IsNoMatchError(err) {
		if gvk.Kind == "Application" {
			return nil, fmt.Errorf("the cluster does not know the kind Application (%s): install its CustomResourceDefinition first; `chandler doctor` says how", gvk.GroupVersion())
		}
		return nil, fmt.Errorf("the cluster does not know the kind %s (%s)", gvk.Kind, gvk.GroupVersion())
	}
	if err != nil {
		return nil, fmt.Errorf("ask the cluster about the kind %s: %w", gvk.Kind, err)
	}
	resource := r.options.Target.Client.Dynamic.Resource(mapping.Resource)
	if mapping.Scope.Name() == meta.RESTScopeNameNamespace {
		return resource.Namespace(o.GetNamespace()), nil
	}
	return resource, nil
}

// refused says what an API server's no to an object means: an invalid object is the package's fault, everything else
// leaves the package unjudged.
func refused(o *unstructured.Unstructured, err error) error {
	ref := kube.RefOf(o)
	switch {
	case err == nil:
		return nil
	case apierrors.IsInvalid(err) || apierrors.IsBadRequest(err):
		return &event.Failure{Stage: StepProvision, Object: &ref, Reason: string(apierrors.ReasonForError(err)), Message: err.Error(),
			Hint: "The object is made from schema.yaml: correct what it declares."}
	case apierrors.IsForbidden(err):
		return &Forbidden{Object: ref, Err: err}
	}
	return fmt.Errorf("create %s: %w", ref, err)
}

// Forbidden is the error of a user who may not do what the run needs.
type Forbidden struct {
	Object kube.Ref
	Err    error // the cluster's own words
}

// Error says what, and what to do.
func (f *Forbidden) Error() string {
	return fmt.Sprintf("create %s: %s\nThis user may not do that here: ask for the right, or name another cluster with --kubeconfig or --context", f.Object, f.Err)
}

// Unwrap gives the cluster's words.
func (f *Forbidden) Unwrap() error { return f.Err }

func refs(objects []*unstructured.Unstructured) []kube.Ref {
	out := make([]kube.Ref, 0, len(objects))
	for _, o := range objects {
		out = append(out, kube.RefOf(o))
	}
	return out
}

// summarize counts objects in words: "account, 2 roles, secret". A role counts where it is given to somebody.
func summarize(objects []report.Object) string {
	words := []struct {
		word  string
		kinds []string
	}{
		{"account", []string{"ServiceAccount"}}, {"role", []string{"RoleBinding", "ClusterRoleBinding"}}, {"secret", []string{"Secret"}},
	}
	var out []string
	for _, w := range words {
		n := 0
		for _, o := range objects {
			for _, k := range w.kinds {
				if o.Kind == k {
					n++
				}
			}
		}
		switch {
		case n == 1:
			out = append(out, w.word)
		case n > 1:
			out = append(out, fmt.Sprintf("%d %ss", n, w.word))
		}
	}
	return strings.Join(out, ", ")
}
