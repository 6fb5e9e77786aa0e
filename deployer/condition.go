package deployer

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/apply"
)

// The conditions that a deployer keeps in the status of an Application, beside those of others.
const (
	// Assembled says how far the app is, as the assembly phase does, and why.
	Assembled = "Assembled"
	// Tested says whether the testers passed, after a verification.
	Tested = "Tested"
)

// MessageAnnotation has what the condition Assembled would say, as "REASON: MESSAGE", where the status cannot be written: the
// definition of Applications has none, or the deployer may not.
const MessageAnnotation = "chandler.dev/assembly-message"

// condition is one entry of an Application's status.
type condition struct {
	kind    string
	status  metav1.ConditionStatus
	reason  string // one word
	message string
}

// setCondition writes a condition. It is told besides, so that a status that cannot be written is no failure.
func (a *live) setCondition(ctx context.Context, c condition) {
	c.message = shortened(c.message)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	for {
		err := a.writeCondition(ctx, c)
		switch {
		case apierrors.IsConflict(err): // somebody else writes the status, too
		case err != nil && c.kind == Assembled:
			_ = a.annotate(ctx, c)
			return
		default:
			return
		}
	}
}

func (a *live) writeCondition(ctx context.Context, c condition) error {
	o, err := a.client.Get(ctx, a.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	if err := unstructured.SetNestedSlice(o.Object, c.among(conditions, time.Now()), "status", "conditions"); err != nil {
		return err
	}
	_, err = a.client.UpdateStatus(ctx, o, metav1.UpdateOptions{FieldManager: apply.FieldManager})
	return err
}

// among puts the condition into a list in place of that of its kind.
func (c condition) among(list []any, now time.Time) []any {
	stamp := now.UTC().Format(time.RFC3339)
	entry := map[string]any{"type": c.kind, "status": string(c.status), "reason": c.reason, "message": c.message,
		"lastUpdateTime": stamp, "lastTransitionTime": stamp}
	i := slices.IndexFunc(list, func(e any) bool { m, ok := e.(map[string]any); return ok && m["type"] == c.kind })
	if i < 0 {
		return append(list, entry)
	}
	old := list[i].(map[string]any)
	if since := old["lastTransitionTime"]; since != nil && old["status"] == entry["status"] {
		entry["lastTransitionTime"] = since
	}
	list[i] = entry
	return list
}

func (a *live) annotate(ctx context.Context, c condition) error {
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": map[string]string{MessageAnnotation: c.reason + ": " + c.message}}})
	if err != nil {
		return fmt.Errorf("write the annotation %s: %w", MessageAnnotation, err)
	}
	_, err = a.client.Patch(ctx, a.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: apply.FieldManager})
	return err
}
