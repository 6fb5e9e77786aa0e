package ready

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// Object names what is looked at, and where the API has it.
type Object struct {
	kube.Ref
	Resource   schema.GroupVersionResource
	Namespaced bool
}

// Status is how far an object is at the moment.
type Status struct {
	Ready bool
	// Message says what it waits for; if it is ready, what else is worth knowing, if anything is.
	Message string
	// Failure is what ails it, if that can be seen. It may pass: only Wait judges for how long a symptom has to last.
	Failure *event.Failure
}

// Look tells how far objects are now, without waiting for anything but the answers of the API server. The result has
// no entry for objects of kinds that are ready as soon as they are there.
func Look(ctx context.Context, c *kube.Client, objects []Object, namespace string) (map[kube.Ref]Status, error) {
	var targets []target
	for _, o := range objects {
		if t, wanted := targetOf(o.Ref, o.Resource, o.Namespaced); wanted {
			targets = append(targets, t)
		}
	}
	w, err := see(ctx, c, namespace, targets)
	if err != nil {
		return nil, err
	}
	j := newJudge(targets)
	pods := w.podsByTarget(targets)
	found := make(map[kube.Ref]Status, len(targets))
	for _, t := range targets {
		found[t.ref] = j.status(w, t, pods)
	}
	return found, nil
}

// see gives the world as it is when every watch has told something.
func see(ctx context.Context, c *kube.Client, namespace string, targets []target) (*world, error) {
	o := observe(ctx, c, namespace, targets)
	defer o.close()
	for !o.world.complete() {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("look at the app's objects: %w", context.Cause(ctx))
		case c := <-o.changes:
			o.take(c)
		}
	}
	return o.world, nil
}

// status is how far one target is.
func (j *judge) status(w *world, t target, pods map[types.UID][]*corev1.Pod) Status {
	f := w.feedOf(t)
	if err := w.denied[f]; err != nil {
		return Status{Message: "its state may not be seen: " + err.Error()}
	}
	o := w.objects[f][t.ref.Name]
	if o == nil {
		return Status{Message: "it is not there"}
	}
	p := patient{target: t, state: t.state(o, w), pods: pods[o.GetUID()]}
	if p.state.Ready || p.state.silent {
		return Status{Ready: true, Message: p.state.Message}
	}
	p.symptoms = j.attribute(t, symptoms(w, o, p))
	s := Status{Message: p.words()}
	if len(p.symptoms) > 0 {
		s.Failure = &p.symptoms[0].Failure
	}
	return s
}
