package apply

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// establishTimeout is how long a definition may take until the server serves its kind; seconds are usual.
const establishTimeout = 60 * time.Second

// established waits until the server serves the kinds of the definitions.
func (a applier) established(ctx context.Context, definitions []Applied) error {
	ctx, cancel := context.WithTimeout(ctx, establishTimeout)
	defer cancel()
	for _, d := range definitions {
		if isEstablished(d.Unstructured) {
			continue
		}
		if a.options.Waiting != nil {
			a.options.Waiting(d.Ref(), "waiting until the cluster serves the kind")
		}
		if err := a.awaitEstablished(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func (a applier) awaitEstablished(ctx context.Context, d Applied) error {
	version := d.GetResourceVersion()
	for {
		w, err := a.at(d.Resource).Watch(ctx, metav1.ListOptions{
			FieldSelector: fields.OneTermEqualSelector("metadata.name", d.GetName()).String(), ResourceVersion: version})
		if apierrors.IsForbidden(err) {
			return nil // who may not look goes on: the first object of the kind is retried until it is served
		}
		if err == nil {
			done, err := untilEstablished(w, d, &version)
			w.Stop()
			if done || err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return neverEstablished(d)
		}
		if err != nil && kube.Pause(ctx, time.Second) != nil {
			return neverEstablished(d)
		}
	}
}

// untilEstablished reads a watch to its end. It moves version on, so that the next watch goes on where this one ended;
// after an error of the watch it starts over.
func untilEstablished(w watch.Interface, d Applied, version *string) (bool, error) {
	for e := range w.ResultChan() {
		o, ok := e.Object.(*unstructured.Unstructured)
		if e.Type == watch.Error || !ok {
			*version = ""
			return false, nil
		}
		*version = o.GetResourceVersion()
		if isEstablished(o) {
			return true, nil
		}
		if why := condition(o, "NamesAccepted", "False"); why != "" {
			ref := d.Ref()
			return false, &event.Failure{Stage: event.Apply, Object: &ref, Reason: "NamesNotAccepted", Message: "the cluster does not accept its names: " + why,
				Hint: "Another CustomResourceDefinition has the same plural, kind or short name. Remove it, or rename this one."}
		}
	}
	return false, nil
}

func neverEstablished(d Applied) error {
	ref := d.Ref()
	return &event.Failure{Stage: event.Apply, Object: &ref, Reason: "NotEstablished",
		Message: fmt.Sprintf("the cluster does not serve the kind after %s", establishTimeout),
		Hint:    "See the conditions of the CustomResourceDefinition: kubectl describe crd " + d.GetName()}
}

func isEstablished(o *unstructured.Unstructured) bool {
	return condition(o, "Established", "True") != ""
}

// condition gives the message of a condition that has that status; it is never empty then.
func condition(o *unstructured.Unstructured, kind, status string) string {
	list, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, item := range list {
		if c, ok := item.(map[string]any); ok && c["type"] == kind && c["status"] == status {
			return fmt.Sprintf("%v (%v)", c["message"], c["reason"])
		}
	}
	return ""
}
