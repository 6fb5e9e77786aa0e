package deployer

import (
	"context"
	"errors"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// definitionPlan is what becomes of the definitions in the crds/ folders of charts.
type definitionPlan struct {
	// made are those to be made, or to be brought up to date; there are those that are left as they are.
	made, there []*unstructured.Unstructured
	// foreign are there, of others or newer; barred may not be made by the deployer.
	foreign, barred []kube.Ref
}

// planDefinitions decides over definitions, which are shared between apps: those that are missing are made, those that a
// deployer has made are brought up to date, unless that takes versions away. Others are left as they are. A deployer
// without the right to make them goes on: somebody else may have to.
func (r *run) planDefinitions(ctx context.Context) (p definitionPlan, err error) {
	plan, err := apply.Plan(ctx, r.Client, r.definitions, apply.Options{Namespace: r.namespace, Waiting: r.waiting, Unknown: r.unknown})
	for _, d := range plan {
		switch {
		case d.Live == nil && d.Result == nil:
			p.barred = append(p.barred, d.Ref())
		case d.Live == nil:
			p.made = append(p.made, d.Object)
		case d.Result != nil && madeByDeployer(d.Live) && !takesVersions(d.Live, d.Object):
			d.Object.SetOwnerReferences(sharedOwners(d.Live, d.Object))
			p.made = append(p.made, d.Object)
		default:
			p.there = append(p.there, d.Live)
			if d.Action != apply.Unchanged {
				p.foreign = append(p.foreign, d.Ref())
			}
		}
	}
	return p, err
}

// sharedOwners are the owners of a definition that is there and is applied again. One that an installation has made stays
// without any: it would go with the first verification that uses it, too. One of verifications goes with the last of them.
func sharedOwners(live, object *unstructured.Unstructured) []metav1.OwnerReference {
	owners, before := object.GetOwnerReferences(), live.GetOwnerReferences()
	if len(owners) == 0 || len(before) == 0 {
		return nil
	}
	for _, b := range before {
		if !slices.ContainsFunc(owners, func(o metav1.OwnerReference) bool { return o.UID == b.UID }) {
			owners = append(owners, b)
		}
	}
	return owners
}

// madeByDeployer says whether an object was applied under our name.
func madeByDeployer(live *unstructured.Unstructured) bool {
	for _, f := range live.GetManagedFields() {
		if f.Manager == apply.FieldManager {
			return true
		}
	}
	return false
}

// takesVersions says whether the live definition has versions that the new one does not.
func takesVersions(live, object *unstructured.Unstructured) bool {
	has := versionsOf(object)
	return slices.ContainsFunc(versionsOf(live), func(v string) bool { return !slices.Contains(has, v) })
}

func versionsOf(definition *unstructured.Unstructured) (names []string) {
	list, _, _ := unstructured.NestedSlice(definition.Object, "spec", "versions")
	for _, item := range list {
		version, _ := item.(map[string]any)
		name, _ := version["name"].(string)
		names = append(names, name)
	}
	return names
}

// known gives the definitions whose kinds will be served when the app's objects are applied.
func (p definitionPlan) known() []*unstructured.Unstructured { return slices.Concat(p.made, p.there) }

// define makes the definitions, and waits until the cluster serves their kinds.
func (r *run) define(ctx context.Context, p definitionPlan) error {
	if len(p.made) == 0 {
		return nil
	}
	_, err := apply.Apply(ctx, r.Client, p.made, apply.Options{Namespace: r.namespace, Waiting: r.waiting})
	return err
}

// left names the definitions that were not touched.
func (p definitionPlan) left() string {
	text := ""
	if len(p.foreign) > 0 {
		text += "; left as they are, for others have made them, or they are newer: " + join(p.foreign)
	}
	if len(p.barred) > 0 {
		text += "; not made, as the deployer may not: " + join(p.barred)
	}
	return text
}

// blame adds to a failure over an unknown kind that the package has definitions which the deployer may not make.
func (p definitionPlan) blame(err error) error {
	var f *event.Failure
	if len(p.barred) == 0 || !errors.As(err, &f) || f.Reason != "NoSuchKind" {
		return err
	}
	told := *f
	told.Hint = "The chart has definitions in crds/ that the deployer may not make: " + strings.ReplaceAll(join(p.barred), "CustomResourceDefinition/", "") +
		". Declare in x-google-marketplace.deployerServiceAccount.roles of schema.yaml a ClusterRole with a rule for apiGroups \"apiextensions.k8s.io\", " +
		"resources \"customresourcedefinitions\", verbs get, list, watch, create, patch; or have them installed before. " + f.Hint
	return &told
}
