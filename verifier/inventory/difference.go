package inventory

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// keepAnnotation is how a package says that an object is meant to outlive it; its value is "keep".
const keepAnnotation = "helm.sh/resource-policy"

// Difference is what outlives an app, sorted by what it means.
type Difference struct {
	// Left outlived the app and should not have.
	Left []Item
	// Kept outlived the app as is customary or as the package declares.
	Kept []Item
	// Going are on their way out, or will be collected as their owner is gone.
	Going []Item
}

// Since tells what is in after that was not in before. Objects that clusters put into every namespace do not count.
func Since(before, after *Inventory) Difference {
	var d Difference
	for _, item := range after.Sorted() {
		if _, old := before.Items[item.Meta.UID]; old || ofTheCluster(item) {
			continue
		}
		switch {
		case item.Deleting() || orphaned(item, after):
			d.Going = append(d.Going, item)
		case Kept(item):
			d.Kept = append(d.Kept, item)
		default:
			d.Left = append(d.Left, item)
		}
	}
	return d
}

// Kept says whether an object is meant to outlive its app: data, and what the package declares.
func Kept(i Item) bool {
	data := i.Group == "" && (i.Kind == "PersistentVolumeClaim" || i.Kind == "PersistentVolume")
	return data || i.Meta.Annotations[keepAnnotation] == "keep"
}

// orphaned says whether the garbage collector is about to take the object: all its owners are gone.
func orphaned(i Item, inv *Inventory) bool {
	for _, ref := range i.Meta.OwnerReferences {
		if _, there := inv.Items[ref.UID]; there || !inv.wouldSee(ref, i.Namespace) {
			return false
		}
	}
	return len(i.Meta.OwnerReferences) > 0
}

// wouldSee says whether an owner of an object in that namespace would be in the inventory if it were there. Kinds that
// are not listed are not, and the garbage collector does not look into namespaces for the owner of a cluster-scoped object.
func (inv *Inventory) wouldSee(ref metav1.OwnerReference, namespace string) bool {
	group, err := schema.ParseGroupVersion(ref.APIVersion)
	if err != nil {
		return false
	}
	namespaced, seen := inv.seen[schema.GroupKind{Group: group.Group, Kind: ref.Kind}]
	return seen && (!namespaced || namespace != "")
}

// Roots leaves out items that are owned by another one of the list: they are there because of it.
func Roots(items []Item) []Item {
	in := map[types.UID]bool{}
	for _, i := range items {
		in[i.Meta.UID] = true
	}
	var roots []Item
	for _, i := range items {
		owned := false
		for _, ref := range i.Meta.OwnerReferences {
			owned = owned || in[ref.UID]
		}
		if !owned {
			roots = append(roots, i)
		}
	}
	return roots
}

// ofTheCluster says whether clusters make such an object by themselves.
func ofTheCluster(i Item) bool {
	switch {
	case i.Group == "" && i.Kind == "ConfigMap":
		return clusterConfig[i.Name]
	case i.Group == "" && i.Kind == "ServiceAccount":
		return i.Name == "default" || i.Name == "builder" || i.Name == "deployer" && i.Meta.Labels["app.kubernetes.io/name"] == ""
	case i.Group == "" && i.Kind == "Secret":
		account := i.Meta.Annotations["kubernetes.io/service-account.name"]
		return account == "default" || account == "builder" || account == "deployer"
	case i.Group == "rbac.authorization.k8s.io":
		return i.Namespace != "" && strings.HasPrefix(i.Name, "system:")
	case i.Group == "apiregistration.k8s.io":
		return i.Meta.Labels["kube-aggregator.kubernetes.io/automanaged"] != "" // follows from a CustomResourceDefinition
	case i.Group == "" && i.Kind == "Pod":
		return i.Meta.Annotations["kubernetes.io/config.mirror"] != ""
	}
	return false
}

var clusterConfig = map[string]bool{"kube-root-ca.crt": true, "istio-ca-root-cert": true, "openshift-service-ca.crt": true}
