package verifier

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
)

// Removal is what an uninstall would do.
type Removal struct {
	// Goes are the objects that the Application owns, with itself and what was provisioned outside of the namespace;
	// what those own in turn goes with them.
	Goes []kube.Ref
	// Hooks are the objects of the hooks that the app has for its removal, or the Secret that keeps them if it cannot be read.
	Hooks []kube.Ref
	// Stays outlives the app.
	Stays []Staying
}

// Staying is an object that outlives its app.
type Staying struct {
	kube.Ref
	// Size is that of a claim, as Kubernetes writes it: 1Gi. It is empty for other kinds.
	Size string
	// Reason says why it stays.
	Reason string
}

// The reasons for which an object stays.
const (
	holdsData  = "it may hold data"
	isKept     = "the package declares it as kept"
	isNotOwned = "the Application does not own it"
)

// PreviewRemoval tells what an uninstall would delete and what would stay. An Application that is gone is no error:
// then only what is left of the app is told.
func PreviewRemoval(ctx context.Context, target Target, namespace, name string) (*Removal, error) {
	r, err := newRun(Options{Source: Source{Name: name}, Target: target}, name, namespace)
	if err != nil {
		return nil, err
	}
	if r.set, err = r.findInstalled(ctx, true); err != nil {
		return nil, fmt.Errorf("cluster %q: %w", target.Name, err)
	}
	stock, err := stockOf(ctx, target.Client, namespace)
	if err != nil {
		return nil, fmt.Errorf("cluster %q: %w", target.Name, err)
	}
	removal := &Removal{}
	if removal.Hooks, err = r.hooksToRun(ctx); err != nil {
		return nil, err
	}
	if r.set.Application.GetUID() != "" {
		removal.Goes = append(removal.Goes, kube.RefOf(r.set.Application))
	}
	owned := stock.Owned(r.uidIn(stock))
	for _, o := range ownedObjects(stock, r.set.Application) {
		removal.Goes = append(removal.Goes, o.Ref())
	}
	removal.Goes = append(removal.Goes, refs(r.set.Objects)...)
	removal.Stays, err = r.staying(ctx, stock, owned)
	return removal, err
}

// staying finds what would outlive the app: claims that it uses, and what else bears its name.
func (r *run) staying(ctx context.Context, stock *inventory.Inventory, owned map[types.UID]inventory.Item) ([]Staying, error) {
	claims, err := r.claims(ctx, owned)
	if err != nil {
		return nil, err
	}
	var out []Staying
	for _, i := range stock.Sorted() {
		_, goes := owned[i.Meta.UID]
		claim := claims[i.Meta.UID]
		mine := bearsName(i, r.name) && len(i.Meta.OwnerReferences) == 0
		switch {
		case goes || i.Deleting() || i.GroupKind() == applicationKind || !mine && !claim.used:
		case i.Group == "" && i.Kind == "PersistentVolumeClaim":
			out = append(out, Staying{i.Ref, claim.size, holdsData})
		case inventory.Kept(i):
			out = append(out, Staying{i.Ref, "", isKept})
		default:
			out = append(out, Staying{i.Ref, "", isNotOwned})
		}
	}
	return out, nil
}

// claim is what is known of a claim: its size, and whether the app uses it.
type claim struct {
	size string
	used bool
}

// claims gives the claims of the namespace. Those of an app need not bear its name: a StatefulSet labels them as it
// selects its Pods.
func (r *run) claims(ctx context.Context, owned map[types.UID]inventory.Item) (map[types.UID]claim, error) {
	core := r.options.Target.Client.Core
	list, err := core.PersistentVolumeClaims(r.namespace).List(ctx, metav1.ListOptions{})
	if apierrors.IsForbidden(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the claims of namespace %s: %w", r.namespace, err)
	}
	uses, err := r.users(ctx, owned)
	if err != nil {
		return nil, err
	}
	out := map[types.UID]claim{}
	for _, c := range list.Items {
		size := c.Status.Capacity.Storage()
		if size.IsZero() {
			size = c.Spec.Resources.Requests.Storage()
		}
		out[c.UID] = claim{size: size.String(), used: uses(c.Name)}
	}
	return out, nil
}

// users tells of a claim whether the app's Pods use it, or its StatefulSets have made it.
func (r *run) users(ctx context.Context, owned map[types.UID]inventory.Item) (func(claim string) bool, error) {
	pods, err := r.options.Target.Client.Core.Pods(r.namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the Pods of namespace %s: %w", r.namespace, err)
	}
	sets, err := r.options.Target.Client.Typed.AppsV1().StatefulSets(r.namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the StatefulSets of namespace %s: %w", r.namespace, err)
	}
	used := map[string]bool{}
	for _, p := range pods.Items {
		if _, mine := owned[p.UID]; mine {
			noteClaims(&p, used)
		}
	}
	var patterns []*regexp.Regexp
	for _, s := range sets.Items {
		if _, mine := owned[s.UID]; mine {
			patterns = append(patterns, claimNames(&s)...)
		}
	}
	return func(claim string) bool {
		return used[claim] || slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(claim) })
	}, nil
}

func noteClaims(p *corev1.Pod, used map[string]bool) {
	for _, v := range p.Spec.Volumes {
		if v.PersistentVolumeClaim != nil {
			used[v.PersistentVolumeClaim.ClaimName] = true
		}
	}
}

// claimNames are patterns of the names that a StatefulSet gives to its claims: TEMPLATE-SET-ORDINAL.
func claimNames(s *appsv1.StatefulSet) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, t := range s.Spec.VolumeClaimTemplates {
		out = append(out, regexp.MustCompile("^"+regexp.QuoteMeta(t.Name+"-"+s.Name)+"-[0-9]+$"))
	}
	return out
}
