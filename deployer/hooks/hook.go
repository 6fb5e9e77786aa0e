// Package hooks runs the hooks of Helm charts: objects that are made at a moment of an app's life, and waited for if
// they are Jobs or Pods. What is done at which moment, in which order, and what is removed when, is as Helm does it.
package hooks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/internal/kube"
)

// Moment is when a hook runs.
type Moment string

// The moments at which hooks run. Those of a rollback are none: going back to an earlier version of an app is an upgrade.
const (
	PreInstall  Moment = "pre-install"
	PostInstall Moment = "post-install"
	PreUpgrade  Moment = "pre-upgrade"
	PostUpgrade Moment = "post-upgrade"
	PreDelete   Moment = "pre-delete"
	PostDelete  Moment = "post-delete"
)

var moments = []Moment{PreInstall, PostInstall, PreUpgrade, PostUpgrade, PreDelete, PostDelete}

// rollback are moments that Helm knows and that never come here; tests are testers, which the package test runs.
var (
	rollback = []Moment{"pre-rollback", "post-rollback"}
	tests    = []Moment{"test", "test-success"}
)

// Policy says when a hook's object is deleted, or its log told.
type Policy string

// The policies. BeforeCreation, which is for deletion only, is that of a hook without any.
const (
	BeforeCreation Policy = "before-hook-creation"
	Succeeded      Policy = "hook-succeeded"
	Failed         Policy = "hook-failed"
)

// The annotations of hooks.
const (
	Annotation       = "helm.sh/hook"
	weightAnnotation = "helm.sh/hook-weight"
	deleteAnnotation = "helm.sh/hook-delete-policy"
	logAnnotation    = "helm.sh/hook-output-log-policy"
)

// Hook is an object with its moments.
type Hook struct {
	Object  *unstructured.Unstructured
	Moments []Moment
	// Weight orders the hooks of a moment, the lightest first; 0 if it is not told.
	Weight int
	// Delete are the policies of its deletion, at least one; Log those by which its log is told.
	Delete, Log []Policy
}

// Parse reads the annotations of hooks. What is not supported is left out, and named in the notes: one sentence each,
// about moments, weights and policies that Helm does not know either, and about those of a rollback.
func Parse(objects []*unstructured.Unstructured) (hooks []Hook, notes []string) {
	for _, o := range objects {
		annotations := o.GetAnnotations()
		note := func(format string, args ...any) {
			notes = append(notes, kube.RefOf(o).String()+": "+fmt.Sprintf(format, args...))
		}
		h := Hook{Object: o, Delete: policies(annotations[deleteAnnotation], []Policy{BeforeCreation, Succeeded, Failed}, note),
			Log: policies(annotations[logAnnotation], []Policy{Succeeded, Failed}, note)}
		if len(h.Delete) == 0 {
			h.Delete = []Policy{BeforeCreation}
		}
		if text, there := annotations[weightAnnotation]; there {
			var err error
			if h.Weight, err = strconv.Atoi(text); err != nil {
				h.Weight = 0
				note("the weight %q of the hook is no whole number, and counts as 0", text)
			}
		}
		if h.Moments = keepable(h, momentsOf(annotations[Annotation], note), note); len(h.Moments) > 0 {
			hooks = append(hooks, h)
		}
	}
	return hooks, notes
}

// momentsOf reads the moments of a hook. As with Helm, one that is unknown keeps it from running at any.
func momentsOf(value string, note func(string, ...any)) (found []Moment) {
	unknown := false
	for _, text := range split(value) {
		switch m := Moment(text); {
		case slices.Contains(moments, m) && !slices.Contains(found, m):
			found = append(found, m)
		case slices.Contains(rollback, m):
			note("the hook does not run at %s, as there are no rollbacks: going back to an earlier version is an upgrade", m)
		case !slices.Contains(moments, m) && !slices.Contains(tests, m):
			note("the hook is left out, as there is no moment %q", text)
			unknown = true
		}
	}
	if unknown {
		return nil
	}
	return found
}

func policies(value string, known []Policy, note func(string, ...any)) (found []Policy) {
	for _, text := range split(value) {
		if p := Policy(text); slices.Contains(known, p) {
			found = append(found, p)
		} else if text != "" {
			note("the hook's policy %q is not known, and has no effect", text)
		}
	}
	return found
}

// split reads a list of an annotation as Helm does: whatever the case, and spaces around.
func split(value string) []string {
	if value == "" {
		return nil
	}
	parts := strings.Split(value, ",")
	for i, p := range parts {
		parts[i] = strings.ToLower(strings.TrimSpace(p))
	}
	return parts
}

// Objects gives the objects of hooks.
func Objects(all []Hook) []*unstructured.Unstructured {
	objects := make([]*unstructured.Unstructured, len(all))
	for i, h := range all {
		objects[i] = h.Object
	}
	return objects
}

// ref names a hook's object.
func (h Hook) ref() kube.Ref { return kube.RefOf(h.Object) }

// runs says whether a hook runs and ends: the others are just made.
func (h Hook) runs() bool {
	k := h.ref().GroupKind()
	return k.Group == "" && k.Kind == "Pod" || k.Group == "batch" && k.Kind == "Job"
}
