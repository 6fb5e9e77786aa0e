package ready

import (
	"context"
	"fmt"
	"sync"

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
	// Message says what it waits for; empty if it is ready.
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
	w, err := see(ctx, feedsFor(targets, c, namespace))
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
func see(ctx context.Context, feeds []*feed) (*world, error) {
	w := newWorld(feeds)
	watching, stop := context.WithCancel(ctx)
	var watches sync.WaitGroup
	defer watches.Wait()
	defer stop()
	changes := make(chan change)
	for _, f := range feeds {
		watches.Go(func() { f.follow(watching, changes) })
	}
	for !w.complete() {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("look at the app's objects: %w", context.Cause(ctx))
		case c := <-changes:
			w.take(c)
		}
	}
	return w, nil
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
	p := patient{target: t, state: t.rule(o, w), pods: pods[o.GetUID()]}
	if p.state.Ready {
		return Status{Ready: true}
	}
	p.symptoms = j.attribute(t, symptoms(w, o, p))
	s := Status{Message: p.words()}
	if len(p.symptoms) > 0 {
		s.Failure = &p.symptoms[0].Failure
	}
	return s
}
