package verifier

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/report"
)

// StepWait is the one step of Wait.
const StepWait = "wait"

// WaitOptions are the parameters of Wait.
type WaitOptions struct {
	Target Target
	// Name is the Application's. Objects, if there are some, are waited for instead of what an Application owns.
	Name      string
	Objects   []*unstructured.Unstructured
	Namespace string
	Timeout   time.Duration // 300 s if zero
	Hold      time.Duration // how long everything must stay ready
	Reporter  report.Reporter
}

// Wait waits until everything that an Application owns, or every one of some objects, is ready, by the rules that a
// deployer waits by; its deployer's own Job is none of it. A FAILED report says what will not get ready, and why.
func Wait(ctx context.Context, o WaitOptions) (*report.Report, error) {
	r, err := newRun(Options{Source: Source{Name: o.Name}, Target: o.Target, Reporter: o.Reporter}, o.Name, o.Namespace)
	if err != nil {
		return nil, err
	}
	r.report.Outcome = fmt.Sprintf("%s in namespace %s is ready", o.Name, o.Namespace)
	began := time.Now()
	find := func(ctx context.Context) ([]apply.Applied, error) { return liveObjects(ctx, o) }
	if len(o.Objects) == 0 {
		if find, err = r.findOwned(ctx, o); err != nil {
			return nil, err
		}
	}
	r.options.Reporter.Header(r.report)
	wait := func(ctx context.Context, s *report.Step) error { return r.waitFor(ctx, s, find, o) }
	if err := r.runAll(ctx, namedStep{StepWait, wait}); err != nil {
		return nil, fmt.Errorf("wait for %s on cluster %q: %w", o.Name, o.Target.Name, err)
	}
	r.conclude(time.Since(began))
	return r.report, nil
}

// findOwned finds the Application, and gives what finds what it owns.
func (r *run) findOwned(ctx context.Context, o WaitOptions) (func(context.Context) ([]apply.Applied, error), error) {
	app, err := findApplication(ctx, o.Target.Client, o.Namespace, o.Name)
	if err != nil {
		return nil, fmt.Errorf("cluster %q: %w", o.Target.Name, err)
	}
	r.report.Version, _, _ = unstructured.NestedString(app.Object, "spec", "descriptor", "version")
	return func(ctx context.Context) ([]apply.Applied, error) {
		stock, err := stockOf(ctx, o.Target.Client, o.Namespace)
		if err != nil {
			return nil, err
		}
		objects := ownedObjects(stock, app)
		if len(objects) == 0 {
			ref := kube.RefOf(app)
			return nil, &event.Failure{Stage: StepWait, Object: &ref, Reason: "OwnsNothing", Message: "it owns no objects",
				Hint: "Its deployer has applied nothing yet, or its componentKinds name none of the kinds that the package has."}
		}
		return objects, nil
	}, nil
}

func (r *run) waitFor(ctx context.Context, s *report.Step, find func(context.Context) ([]apply.Applied, error), o WaitOptions) error {
	objects, err := find(ctx)
	if err != nil {
		return err
	}
	s.Objects = report.Objects("waited for", refsOf(objects)...)
	err = ready.Wait(ctx, r.options.Target.Client, objects, ready.Options{
		Namespace: r.namespace, Stage: StepWait, Timeout: o.Timeout, Hold: o.Hold, Trust: true,
		Waiting: func(ref kube.Ref, message string) { r.waiting(StepWait, ref.String()+": "+message) },
		Hidden:  func(message string) { s.Notes = append(s.Notes, message) },
	})
	if err != nil {
		return err
	}
	s.Summary = count(len(objects), "object") + " ready"
	return nil
}

// ownedObjects gives what the Application owns itself, without its deployer; what those own follows from them.
func ownedObjects(stock *inventory.Inventory, app *unstructured.Unstructured) []apply.Applied {
	owned := stock.Owned(app.GetUID())
	var objects []apply.Applied
	for _, item := range stock.Sorted() {
		if _, of := owned[item.Meta.UID]; !of || ofDeployer(item, owned) || !ownedDirectly(item, app) {
			continue
		}
		o := &unstructured.Unstructured{}
		o.SetGroupVersionKind(item.Resource.GVR.GroupVersion().WithKind(item.Kind))
		o.SetNamespace(item.Namespace)
		o.SetName(item.Name)
		o.SetUID(item.Meta.UID)
		objects = append(objects, apply.Applied{Unstructured: o, Resource: apply.Resource{GroupVersionResource: item.Resource.GVR, Namespaced: true}})
	}
	return objects
}

func ownedDirectly(item inventory.Item, app *unstructured.Unstructured) bool {
	for _, ref := range item.Meta.OwnerReferences {
		if ref.UID == app.GetUID() {
			return true
		}
	}
	return false
}

func refsOf(objects []apply.Applied) []kube.Ref {
	out := make([]kube.Ref, len(objects))
	for i, o := range objects {
		out[i] = o.Ref()
	}
	return out
}
