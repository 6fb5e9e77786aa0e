package inventory

import (
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/internal/kube"
)

// thing makes an Item out of "Kind/name"; its uid is the same text.
func thing(id, namespace string, owners ...string) Item {
	kind, name, _ := strings.Cut(id, "/")
	i := Item{Ref: kube.Ref{Group: groups[kind], Version: "v1", Kind: kind, Namespace: namespace, Name: name}}
	i.Meta = metav1.ObjectMeta{Name: name, Namespace: namespace, UID: types.UID(id)}
	for _, o := range owners {
		ownerKind, ownerName, _ := strings.Cut(o, "/")
		i.Meta.OwnerReferences = append(i.Meta.OwnerReferences, metav1.OwnerReference{
			APIVersion: schema.GroupVersion{Group: groups[ownerKind], Version: "v1"}.String(), Kind: ownerKind, Name: ownerName, UID: types.UID(o)})
	}
	return i
}

var groups = map[string]string{"Application": "app.k8s.io", "Deployment": "apps", "ReplicaSet": "apps", "ClusterRole": "rbac.authorization.k8s.io",
	"RoleBinding": "rbac.authorization.k8s.io", "APIService": "apiregistration.k8s.io"}

func inventoryOf(items ...Item) *Inventory {
	inv := &Inventory{Items: map[types.UID]Item{}, seen: map[schema.GroupKind]bool{}}
	for kind, group := range map[string]string{"Application": "app.k8s.io", "Deployment": "apps", "ReplicaSet": "apps", "Pod": ""} {
		inv.seen[schema.GroupKind{Group: group, Kind: kind}] = true
	}
	inv.seen[schema.GroupKind{Kind: "Namespace"}] = false
	for _, i := range items {
		inv.Items[i.Meta.UID] = i
	}
	return inv
}

func names(items []Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.String())
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestOwnedFollowsOwnersOverManySteps(t *testing.T) {
	inv := inventoryOf(thing("Application/a", "n"), thing("Deployment/d", "n", "Application/a"), thing("ReplicaSet/r", "n", "Deployment/d"),
		thing("Pod/p", "n", "ReplicaSet/r"), thing("ConfigMap/c", "n"), thing("Pod/other", "n", "Node/x"))
	var got []Item
	for _, i := range inv.Owned("Application/a") {
		got = append(got, i)
	}
	if want := "Application/a Deployment/d Pod/p ReplicaSet/r"; names(got) != want {
		t.Errorf("owned: %s, want %s", names(got), want)
	}
}

func TestWhatOutlivesAnAppIsToldApart(t *testing.T) {
	annotated := thing("ConfigMap/declared", "n")
	annotated.Meta.Annotations = map[string]string{"helm.sh/resource-policy": "keep"}
	deleting := thing("Pod/deleting", "n")
	now := metav1.NewTime(time.Now())
	deleting.Meta.DeletionTimestamp = &now
	automanaged := thing("APIService/v1.example.com", "")
	automanaged.Meta.Labels = map[string]string{"kube-aggregator.kubernetes.io/automanaged": "true"}
	for name, c := range map[string]struct {
		item             Item
		left, kept, gone bool
	}{
		"an object without owner is left":                       {item: thing("ConfigMap/c", "n"), left: true},
		"a cluster role of the namespace is left":               {item: thing("ClusterRole/r", "", "Namespace/n"), left: true},
		"a claim is kept":                                       {item: thing("PersistentVolumeClaim/c", "n"), kept: true},
		"a volume is kept":                                      {item: thing("PersistentVolume/v", ""), kept: true},
		"what is declared as kept is kept":                      {item: annotated, kept: true},
		"what is being deleted goes":                            {item: deleting, gone: true},
		"what has lost its owner goes":                          {item: thing("Pod/p", "n", "ReplicaSet/gone"), gone: true},
		"an owner that is not listed may be there":              {item: thing("ConfigMap/c", "n", "Lease/l"), left: true},
		"an owner in a namespace cannot take a cluster role":    {item: thing("ClusterRole/r", "", "Application/gone"), left: true},
		"the root certificate is the cluster's":                 {item: thing("ConfigMap/kube-root-ca.crt", "n")},
		"the default account is the cluster's":                  {item: thing("ServiceAccount/default", "n")},
		"the API service of a definition is the cluster's":      {item: automanaged},
		"a binding of the system in a namespace is the cluster": {item: thing("RoleBinding/system:image-pullers", "n")},
	} {
		t.Run(name, func(t *testing.T) {
			d := Since(inventoryOf(), inventoryOf(c.item, thing("Namespace/n", "")))
			got := [3]bool{holds(d.Left, c.item), holds(d.Kept, c.item), holds(d.Going, c.item)}
			if want := [3]bool{c.left, c.kept, c.gone}; got != want {
				t.Errorf("left, kept, going: %v, want %v", got, want)
			}
		})
	}
}

func holds(items []Item, wanted Item) bool {
	return slices.ContainsFunc(items, func(i Item) bool { return i.Meta.UID == wanted.Meta.UID })
}

func TestWhatWasThereBeforeDoesNotCount(t *testing.T) {
	old := thing("ClusterRole/old", "")
	d := Since(inventoryOf(old), inventoryOf(old, thing("ClusterRole/new", "")))
	if names(d.Left) != "ClusterRole/new" {
		t.Errorf("left: %s, want only the new one", names(d.Left))
	}
}

func TestRootsLeaveOutWhatIsThereBecauseOfAnother(t *testing.T) {
	items := []Item{thing("Deployment/d", "n"), thing("ReplicaSet/r", "n", "Deployment/d"), thing("Pod/p", "n", "ReplicaSet/r"), thing("Pod/q", "n", "ReplicaSet/elsewhere")}
	if got, want := names(Roots(items)), "Deployment/d Pod/q"; got != want {
		t.Errorf("roots: %s, want %s", got, want)
	}
}
