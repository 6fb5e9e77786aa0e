package apply

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/chandler-dev/chandler/deployer/event"
)

// OnImmutable is the annotation by which an object, that of the package or the one in the cluster, says what happens to it
// when it changes in a field that cannot be changed: recreate or refuse. It goes before Options.Recreate.
const OnImmutable = "chandler.dev/on-immutable"

// The values of OnImmutable.
const (
	recreate = "recreate"
	refuse   = "refuse"
)

// refusedChange plans for an object that the server refuses to change: it is made anew if it would be accepted as a new
// one, and the policy lets it; else the plan fails.
func (a applier) refusedChange(ctx context.Context, p *Planned, refusal error) error {
	p.refused = Explain(p.Ref(), refusal)
	if p.Live == nil {
		return nil
	}
	anew := a.tryAnew(ctx, p.Object)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !isImmutable(refusal, anew) {
		return nil
	}
	var status apierrors.APIStatus
	if errors.As(refusal, &status) {
		p.Immutable = invalidFields(status.Status())
	}
	p.refused.Reason = "Immutable"
	if p.refused.Hint = a.whyNotRecreate(p.Object, p.Live); p.refused.Hint != "" {
		return nil
	}
	if err := a.delete(ctx, *p, dryRun); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		p.refused = Explain(p.Ref(), err)
		return nil
	}
	p.Action, p.Result, p.refused = Recreate, nil, nil
	return nil
}

// tryAnew tries to make the object under a name that is free.
func (a applier) tryAnew(ctx context.Context, o *unstructured.Unstructured) error {
	var suffix [6]byte
	_, _ = rand.Read(suffix[:]) // never fails
	a.options.Unknown = nil     // its fields are told with its own name
	o = o.DeepCopy()
	o.SetName("chandler-try-" + hex.EncodeToString(suffix[:]))
	_, err := a.send(ctx, o, dryRun)
	return err
}

// immutableWords are those of servers about fields that cannot be changed.
var immutableWords = regexp.MustCompile(`immutable|(cannot|may not|must not) (be )?change|updates? to .*(is|are) forbidden`)

// isImmutable says that an object was refused for changing, not for what it is: as a new one it would be taken. Where
// that cannot be tried, as the live one has a port or address that it needs or for want of a right, the words count.
func isImmutable(refusal, anew error) bool {
	switch {
	case anew == nil:
		return true
	case final(anew) && !strings.Contains(anew.Error(), "already allocated"):
		return false
	}
	return immutableWords.MatchString(refusal.Error())
}

// whyNotRecreate is empty if an object may be deleted and made anew; else it says what to do.
func (a applier) whyNotRecreate(o, live *unstructured.Unstructured) string {
	ref := fmt.Sprintf("%s/%s", o.GetKind(), o.GetName())
	policy := o.GetAnnotations()[OnImmutable]
	if policy == "" {
		policy = live.GetAnnotations()[OnImmutable]
	}
	switch {
	case holdsData(o.GroupVersionKind().GroupKind()):
		return fmt.Sprintf("%s is never made anew, as its data would be lost. Leave the field as it is, or save the data and delete it by hand.", ref)
	case policy == refuse:
		return fmt.Sprintf("The annotation %s: refuse keeps %s from being made anew. Leave the field as it is, or take the annotation away.", OnImmutable, ref)
	case policy != recreate && !a.options.Recreate && !isFinishedJob(live):
		return fmt.Sprintf("To have %s deleted and made anew, annotate it with %s: recreate, or give --recreate. Else leave the field as it is.", ref, OnImmutable)
	case takesClaims(live) && propagation(o, live) != metav1.DeletePropagationOrphan:
		return fmt.Sprintf("%s is not made anew: its persistentVolumeClaimRetentionPolicy deletes its volumes with it. Set whenDeleted: Retain first.", ref)
	}
	return ""
}

// isFinishedJob says that a Job has nothing left to do: to make it anew interrupts nothing.
func isFinishedJob(o *unstructured.Unstructured) bool {
	if o.GroupVersionKind().GroupKind() != (schema.GroupKind{Group: "batch", Kind: "Job"}) {
		return false
	}
	return condition(o, "Complete", "True") != "" || condition(o, "Failed", "True") != ""
}

func isStatefulSet(o *unstructured.Unstructured) bool {
	return o.GroupVersionKind().GroupKind() == schema.GroupKind{Group: "apps", Kind: "StatefulSet"}
}

// takesClaims says that the claims of a StatefulSet, and the data in them, go when it goes.
func takesClaims(live *unstructured.Unstructured) bool {
	policy, _, _ := unstructured.NestedString(live.Object, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")
	return isStatefulSet(live) && policy == "Delete"
}

// propagation says what happens to what an object owns when it is made anew: a StatefulSet leaves its Pods to the new
// one if that selects them; those of other workloads are gone before the new one makes its own.
func propagation(o, live *unstructured.Unstructured) metav1.DeletionPropagation {
	before, _, _ := unstructured.NestedMap(live.Object, "spec", "selector")
	after, _, _ := unstructured.NestedMap(o.Object, "spec", "selector")
	switch {
	case isStatefulSet(o) && reflect.DeepEqual(before, after):
		return metav1.DeletePropagationOrphan
	case stageOf[o.GroupVersionKind().GroupKind()] == workloads:
		return metav1.DeletePropagationForeground
	}
	return metav1.DeletePropagationBackground
}

// neverGone says that an object that is made anew stays.
func neverGone(p Planned, now *unstructured.Unstructured) *event.Failure {
	ref := p.Ref()
	f := &event.Failure{Stage: event.Apply, Object: &ref, Reason: "NotGone", Message: fmt.Sprintf("it was deleted to be made anew, but is still there after %s", goneTimeout),
		Hint: "Look at what keeps it with kubectl describe, then run the deployer again: it goes on where it stopped."}
	if finalizers := now.GetFinalizers(); len(finalizers) > 0 {
		f.Message += ", held by " + strings.Join(finalizers, ", ")
	}
	return f
}
