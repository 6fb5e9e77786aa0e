package ready

import (
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/internal/kube"
)

// family finds what the applied objects own, directly or through others, of whatever kind: an operator makes Deployments
// of a custom resource, and the app is not ready before they are.
type family struct {
	roots map[types.UID]bool
	// kinds has where the API has the kinds that are looked through.
	kinds map[schema.GroupKind]schema.GroupVersionResource
}

// familyOf looks through the cluster's kinds if the objects may own some of any kind, which custom resources do. The
// Application is no root: what an earlier version of the package left behind is owned by it, too.
func familyOf(c *kube.Client, objects []apply.Applied, targets []target) *family {
	f := &family{roots: map[types.UID]bool{}, kinds: map[schema.GroupKind]schema.GroupVersionResource{}}
	if !slices.ContainsFunc(targets, func(t target) bool { return custom(t.ref.GroupKind()) }) {
		return f
	}
	for _, o := range objects {
		if o.Ref().GroupKind() != applicationKind && o.GetUID() != "" {
			f.roots[o.GetUID()] = true
		}
	}
	lists, _ := discovery.ServerPreferredNamespacedResources(c.Discovery) // groups whose API is down are left out
	for _, l := range lists {
		gv, err := schema.ParseGroupVersion(l.GroupVersion)
		if err != nil {
			continue
		}
		for _, r := range l.APIResources {
			kind := gv.WithKind(r.Kind).GroupKind()
			if ruleFor(kind) != nil && slices.Contains(r.Verbs, "list") && slices.Contains(r.Verbs, "watch") {
				f.kinds[kind] = gv.WithResource(r.Name)
			}
		}
	}
	return f
}

// feeds gives the watches that show what is owned.
func (f *family) feeds(c *kube.Client, namespace string) []*feed {
	var feeds []*feed
	for kind, r := range f.kinds {
		feeds = append(feeds, &feed{resource: r, client: partialClient{kind: r.GroupVersion().WithKind(kind.Kind),
			metadata: c.Metadata.Resource(r).Namespace(namespace)}})
	}
	return feeds
}

// members gives what the targets own now, each as a target of its own unless its owner's rule speaks for it.
func (j *judge) members(w *world) []target {
	f := j.family
	if f == nil || len(f.roots) == 0 {
		return nil
	}
	known := map[types.UID]*unstructured.Unstructured{}
	for feed, objects := range w.objects {
		if feed.partial() {
			for _, o := range objects {
				known[o.GetUID()] = o
			}
		}
	}
	var found []target
	for _, o := range known {
		if !f.roots[o.GetUID()] && f.owns(known, o, 0) && !spokenFor(o) && o.GetDeletionTimestamp() == nil {
			ref := kube.RefOf(o)
			t, _ := targetOf(ref, f.kinds[ref.GroupKind()], true)
			t.found = true
			found = append(found, t)
		}
	}
	slices.SortFunc(found, func(a, b target) int { return strings.Compare(a.ref.Kind+"/"+a.ref.Name, b.ref.Kind+"/"+b.ref.Name) })
	return found
}

// deepest is how many owners above an object are looked at; nothing real comes near it.
const deepest = 16

func (f *family) owns(known map[types.UID]*unstructured.Unstructured, o *unstructured.Unstructured, depth int) bool {
	return depth < deepest && slices.ContainsFunc(o.GetOwnerReferences(), func(ref metav1.OwnerReference) bool {
		return f.roots[ref.UID] || known[ref.UID] != nil && f.owns(known, known[ref.UID], depth+1)
	})
}

// spokenFor says that an object is one of those that Kubernetes' own controllers make, and tell of in their status.
func spokenFor(o *unstructured.Unstructured) bool {
	owner := metav1.GetControllerOf(o)
	if owner == nil {
		return false
	}
	gv, err := schema.ParseGroupVersion(owner.APIVersion)
	kind := schema.GroupKind{Group: gv.Group, Kind: owner.Kind}
	if err != nil || !SpeaksFor(kind) {
		return false
	}
	switch kube.RefOf(o).GroupKind() {
	case podKind, replicaSetKind, jobKind, claimKind:
		return true
	}
	return false
}

// history says that an object has ended, and that the custom resource it was made for is ready all the same: it tried
// again, or the object was to end.
func (w *world) history(o *unstructured.Unstructured) bool {
	switch kube.RefOf(o).GroupKind() {
	case podKind:
		if phase := text(o.Object, "status", "phase"); phase != "Failed" && phase != "Succeeded" {
			return false
		}
	case jobKind:
		if cs := statusConditions(o); !cs.is("Failed") && !cs.is("Complete") {
			return false
		}
	default:
		return false
	}
	owner := metav1.GetControllerOf(o)
	if owner == nil || w.byUID[owner.UID] == nil {
		return false
	}
	above := w.byUID[owner.UID]
	s := customReady(above, w)
	return custom(kube.RefOf(above).GroupKind()) && s.Ready
}
