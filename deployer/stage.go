package deployer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/deployer/lock"
	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/deployer/redact"
	"github.com/chandler-dev/chandler/deployer/test"
	"github.com/chandler-dev/chandler/internal/kube"
)

func (r *run) expand(ctx context.Context) (err error) {
	if r.draft, err = open(r.Package, r.Mode, r.Given); err != nil {
		return err
	}
	r.secrets = redact.Given(r.schema, r.given)
	if r.Bare != nil {
		if err := r.Bare.prepare(ctx, r); err != nil {
			return err
		}
	}
	if r.application, err = findLive(ctx, r.Client, r.name, r.namespace); err != nil {
		return err
	}
	r.recorder = newRecorder(r.Client.Core.Events(r.namespace), r.namespace, r.application.Owner)
	if err := r.acquire(ctx); err != nil {
		return err
	}
	if err := r.draft.expand(string(r.application.UID)); err != nil {
		return err
	}
	r.secrets = redact.Given(r.schema, r.given, r.values)
	if r.Bare != nil {
		if err := r.Bare.keep(ctx, r); err != nil {
			return err
		}
	}
	r.ended.Message = fmt.Sprintf("%s in namespace %s, %s", r.name, r.namespace, count(len(r.values), "parameter"))
	if r.lock.Denied != nil {
		r.ended.Message += "; without a lock against other deployers: " + r.lock.Denied.Error()
	}
	return nil
}

// acquire gets the app's lock, before anything is written.
func (r *run) acquire(ctx context.Context) (err error) {
	o := r.application.Owner
	r.lock, err = lock.Acquire(ctx, r.Client, lock.Options{
		Owner:     metav1.OwnerReference{APIVersion: o.APIVersion, Kind: o.Kind, Name: o.Name, UID: o.UID},
		Namespace: r.namespace, Labels: map[string]string{nameLabel: r.name}, Pod: r.Pod, Waiting: r.waiting})
	return err
}

func (r *run) render(ctx context.Context) error {
	capabilities, err := CapabilitiesOf(r.Client)
	if err != nil {
		return err
	}
	err = r.draft.render(ctx, circumstances{capabilities: capabilities, revision: r.application.deployed + 1, lookup: LookupIn(r.Client)})
	r.ended.Message = count(len(r.objects), "object") + r.describeHooks()
	return err
}

func (r *run) label(context.Context) error {
	r.draft.label()
	return nil
}

func (r *run) own(ctx context.Context) error {
	r.owners = Owners{Application: r.application.Owner}
	if r.Mode == Verify {
		owner, err := namespaceOwner(ctx, r.Client, r.namespace)
		if err != nil {
			return err
		}
		r.owners.Namespace = owner
	}
	return r.draft.own(r.owners, r.Client.Mapper)
}

func (r *run) check(context.Context) error { return r.draft.check() }

func (r *run) apply(ctx context.Context) (err error) {
	objects := r.App
	if r.Mode == Install {
		objects = pending(objects)
	}
	definitions, err := r.planDefinitions(ctx)
	if err != nil {
		return err
	}
	options := apply.Options{Namespace: r.namespace, Set: r.application.set, Defined: slices.Concat(definitions.known(), hookDefinitions(r.hooks)),
		Recreate: r.Recreate, Waiting: r.waiting, Unknown: r.unknown}
	plan, err := apply.Plan(ctx, r.Client, objects, options)
	if err != nil {
		return definitions.blame(err)
	}
	if err := r.define(ctx, definitions); err != nil {
		return err
	}
	if err := r.runHooks(ctx, hooks.PreInstall, hooks.PreUpgrade); err != nil {
		return err
	}
	if r.applied, err = apply.CarryOut(ctx, r.Client, plan, options); err != nil {
		return err
	}
	for _, d := range definitions.made {
		r.ended.Objects = append(r.ended.Objects, kube.RefOf(d))
	}
	for _, a := range r.applied {
		r.ended.Objects = append(r.ended.Objects, a.Ref())
	}
	r.ended.Message = count(len(r.applied), "object") + " applied" + anew(plan) + taken(plan) + definitions.left()
	if r.NoWait && r.Mode == Install {
		return r.finish(ctx)
	}
	return nil
}

// finish runs the hooks that come when everything is there, and marks the Application as deployed.
func (r *run) finish(ctx context.Context) error {
	if err := r.runHooks(ctx, hooks.PostInstall, hooks.PostUpgrade); err != nil {
		return err
	}
	return r.succeed(ctx)
}

func (r *run) wait(ctx context.Context) error {
	err := ready.Wait(ctx, r.Client, r.applied, ready.Options{Namespace: r.namespace, Timeout: r.ReadyTimeout, Hold: r.Hold,
		Trust: r.Mode == Install, Waiting: r.waiting, Hidden: func(message string) { r.ended.Message = "; " + message }})
	if err != nil {
		return err
	}
	r.ended.Message = "all ready" + r.ended.Message
	return r.finish(ctx)
}

// anew names the objects that were made anew, and why.
func anew(plan []apply.Planned) string {
	var words []string
	for _, p := range plan {
		if p.Action == apply.Recreate {
			words = append(words, strings.TrimSuffix(p.Ref().String()+" for "+strings.Join(p.Immutable, " and "), " for "))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "; made anew: " + strings.Join(words, ", ")
}

// taken names the fields that were set by others, and now are the package's.
func taken(plan []apply.Planned) string {
	var words []string
	for _, p := range plan {
		for _, c := range p.Conflicts {
			words = append(words, fmt.Sprintf("%s of %s from %s", c.Field, p.Ref(), c.Manager))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "; taken over: " + strings.Join(words, ", ")
}

// prune removes what an earlier version of the package had and this one has no more: now that this one is ready, so that
// a failed upgrade leaves the earlier one whole.
func (r *run) prune(ctx context.Context) error {
	pruned, err := apply.Prune(ctx, r.Client, r.application.set, r.applied)
	if err != nil {
		return err
	}
	r.ended.Objects = pruned.Deleted
	r.ended.Message = describePruned(pruned)
	return nil
}

// describePruned is empty if nothing of an earlier version was found.
func describePruned(p *apply.Pruned) string {
	var words []string
	if len(p.Deleted) > 0 {
		words = append(words, "removed, as this version has them no more: "+join(p.Deleted))
	}
	if len(p.Kept) > 0 {
		words = append(words, "kept, though this version has them no more: "+join(p.Kept))
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Unseen)) {
		words = append(words, fmt.Sprintf("%s may not be looked through: %v", kind, p.Unseen[kind]))
	}
	return strings.Join(words, "; ")
}

func join(refs []kube.Ref) string {
	texts := make([]string, len(refs))
	for i, ref := range refs {
		texts[i] = ref.String()
	}
	return strings.Join(texts, ", ")
}

// test runs the testers, and watches meanwhile that the app stays ready.
func (r *run) test(ctx context.Context) error {
	if len(r.Testers) == 0 {
		r.ended.Message = "the package has no testers"
		return nil
	}
	return ready.While(ctx, r.Client, r.applied, ready.Options{Namespace: r.namespace, Stage: event.Test}, func(ctx context.Context) error {
		passed, err := test.Run(ctx, r.Client, r.Testers, test.Options{Namespace: r.namespace, Timeout: r.TesterTimeout, Waiting: r.waiting, Unknown: r.unknown,
			Log: func(l test.Line) {
				r.emit(event.Event{Kind: event.Log, Ref: &l.Tester, Source: l.Source, Message: l.Text})
			}})
		r.ended.Objects = passed
		r.ended.Message = count(len(passed), "tester") + " passed"
		return err
	})
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// pending gives the objects with the Application's assembly phase set to Pending.
func pending(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	changed := make([]*unstructured.Unstructured, len(objects))
	for i, o := range objects {
		changed[i] = o
		if isApplication(o) {
			changed[i] = o.DeepCopy()
			mapAt(changed[i].Object, "spec")["assemblyPhase"] = string(Pending)
		}
	}
	return changed
}
