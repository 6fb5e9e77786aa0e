package apply

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
)

// keepAnnotation is how a package says that an object stays though it is not among its manifests any more.
const keepAnnotation = "helm.sh/resource-policy"

// Pruned is what Prune has done about the objects that a package has no more.
type Pruned struct {
	// Deleted are gone, or on their way.
	Deleted []kube.Ref
	// Kept hold data, or are declared as kept.
	Kept []kube.Ref
	// Unseen are the kinds that the deployer may not list or delete, with the server's words: some of their objects may
	// have to be deleted by hand.
	Unseen map[string]error
}

// WouldPrune tells what Prune would do after a plan was applied. Nothing is written.
func WouldPrune(ctx context.Context, c *kube.Client, set *Set, plan []Planned) (*Pruned, error) {
	p := newPruner(c, set)
	p.dryRun = []string{metav1.DryRunAll}
	for _, planned := range plan {
		if planned.Live != nil {
			p.stays(planned.Live)
		}
	}
	return &p.done, p.run(ctx)
}

// Prune deletes the members of the set that are not among what was applied now, and notes in the parent which kinds
// the set has from now on. Claims and definitions, which hold data, and what is annotated with helm.sh/resource-policy:
// keep, stay. The error is an *event.Failure that names the object, or that of the context.
func Prune(ctx context.Context, c *kube.Client, set *Set, applied []Applied) (*Pruned, error) {
	p := newPruner(c, set)
	for _, a := range applied {
		p.stays(a.Unstructured)
	}
	if err := p.run(ctx); err != nil {
		return nil, err
	}
	return &p.done, p.settle(ctx)
}

type pruner struct {
	client  *kube.Client
	set     *Set
	current map[types.UID]bool
	dryRun  []string
	mutex   sync.Mutex
	// kinds are those that the set has from now on: of what was applied, and of what could not be pruned.
	kinds map[schema.GroupKind]bool
	done  Pruned
}

func newPruner(c *kube.Client, set *Set) *pruner {
	return &pruner{client: c, set: set, current: map[types.UID]bool{}, kinds: map[schema.GroupKind]bool{}, done: Pruned{Unseen: map[string]error{}}}
}

// stays notes an object that the package still has.
func (p *pruner) stays(o *unstructured.Unstructured) {
	p.current[o.GetUID()] = true
	if !p.set.isParent(o) {
		p.kinds[o.GroupVersionKind().GroupKind()] = true
	}
}

func (p *pruner) run(ctx context.Context) error {
	if len(p.set.before) == 0 { // a first run has nothing to look for
		return nil
	}
	kinds := maps.Clone(p.set.before)
	maps.Copy(kinds, p.kinds)
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for k := range kinds {
		group.Go(func() error { return p.kind(inner, k) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	p.sort()
	return nil
}

// kind prunes the objects of a kind. A kind that the cluster has no more has no objects either.
func (p *pruner) kind(ctx context.Context, k schema.GroupKind) error {
	m, err := p.client.Mapper.RESTMapping(k)
	if meta.IsNoMatchError(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ask the cluster for the kind %s: %w", k, err)
	}
	client := p.client.Metadata.Resource(m.Resource).Namespace(p.namespaceOf(m))
	var list *metav1.PartialObjectMetadataList
	err = retry(ctx, false, func(ctx context.Context) (err error) {
		list, err = client.List(ctx, metav1.ListOptions{LabelSelector: memberLabel + "=" + p.set.id})
		return err
	})
	if apierrors.IsForbidden(err) {
		p.unseen(k, err)
		return nil
	}
	if err != nil {
		return Explain(kube.Ref{Group: k.Group, Kind: k.Kind, Name: "*"}, err)
	}
	for i := range list.Items {
		if err := p.object(ctx, k, m, &list.Items[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *pruner) namespaceOf(m *meta.RESTMapping) string {
	if m.Scope.Name() == meta.RESTScopeNameNamespace {
		return p.set.parent.Namespace
	}
	return ""
}

func (p *pruner) object(ctx context.Context, k schema.GroupKind, m *meta.RESTMapping, o *metav1.PartialObjectMetadata) error {
	if p.current[o.UID] || o.DeletionTimestamp != nil {
		return nil
	}
	ref := kube.Ref{Group: k.Group, Version: m.GroupVersionKind.Version, Kind: k.Kind, Namespace: o.Namespace, Name: o.Name}
	if holdsData(k) || o.Annotations[keepAnnotation] == "keep" {
		p.note(func() { p.done.Kept = append(p.done.Kept, ref); p.kinds[k] = true })
		return nil
	}
	background := metav1.DeletePropagationBackground
	err := retry(ctx, false, func(ctx context.Context) error {
		return p.client.Metadata.Resource(m.Resource).Namespace(o.Namespace).Delete(ctx, o.Name,
			metav1.DeleteOptions{DryRun: p.dryRun, PropagationPolicy: &background, Preconditions: &metav1.Preconditions{UID: &o.UID}})
	})
	switch {
	case err == nil:
		p.note(func() { p.done.Deleted = append(p.done.Deleted, ref) })
	case apierrors.IsForbidden(err):
		p.unseen(k, err)
	case !apierrors.IsNotFound(err):
		return Explain(ref, err)
	}
	return nil
}

// holdsData says whether a user would lose data with objects of a kind.
func holdsData(k schema.GroupKind) bool {
	switch k {
	case schema.GroupKind{Kind: "PersistentVolumeClaim"}, schema.GroupKind{Kind: "PersistentVolume"}, schema.GroupKind{Kind: "Namespace"},
		schema.GroupKind{Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition"}:
		return true
	}
	return false
}

func (p *pruner) unseen(k schema.GroupKind, err error) {
	p.note(func() { p.done.Unseen[k.String()] = err; p.kinds[k] = true })
}

func (p *pruner) note(what func()) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	what()
}

func (p *pruner) sort() {
	for _, refs := range [][]kube.Ref{p.done.Deleted, p.done.Kept} {
		slices.SortFunc(refs, func(a, b kube.Ref) int {
			if a.Less(b) {
				return -1
			}
			return 1
		})
	}
}

// settle writes into the parent the kinds that the set has from now on, unless it has them already.
func (p *pruner) settle(ctx context.Context) error {
	union := maps.Clone(p.set.before)
	maps.Copy(union, p.kinds)
	if maps.Equal(union, p.kinds) {
		return nil
	}
	m, err := p.client.Mapper.RESTMapping(p.set.parent.GroupKind())
	if err != nil {
		return fmt.Errorf("ask the cluster for the kind %s: %w", p.set.parent.Kind, err)
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": map[string]string{kindsAnnotation: kindList(p.kinds)}}})
	if err != nil {
		return err
	}
	err = retry(ctx, false, func(ctx context.Context) error {
		_, err := p.client.Dynamic.Resource(m.Resource).Namespace(p.set.parent.Namespace).Patch(ctx, p.set.parent.Name, types.MergePatchType, patch,
			metav1.PatchOptions{FieldManager: FieldManager})
		return err
	})
	if err != nil {
		return Explain(p.set.parent, err)
	}
	return nil
}
