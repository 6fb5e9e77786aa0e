package verifier

import (
	"context"
	"fmt"
	"maps"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/deployer/ready"
	"github.com/chandler-dev/chandler/internal/kube"
	"github.com/chandler-dev/chandler/verifier/inventory"
	"github.com/chandler-dev/chandler/verifier/provision"
	"github.com/chandler-dev/chandler/verifier/report"
)

// Status tells how an installed app is: what its deployer says of it, its Application with all that it owns, each object
// with its readiness, and what bears the app's name without being owned by it.
func Status(ctx context.Context, target Target, namespace, name string) (*report.AppStatus, error) {
	app, err := findApplication(ctx, target.Client, namespace, name)
	if err != nil {
		return nil, fmt.Errorf("cluster %q: %w", target.Name, err)
	}
	stock, err := stockOf(ctx, target.Client, namespace)
	if err != nil {
		return nil, fmt.Errorf("cluster %q: %w", target.Name, err)
	}
	owned := stock.Owned(app.GetUID())
	loose := looseOnes(stock, owned, name)
	states, err := look(ctx, target.Client, owned, loose, namespace)
	if err != nil {
		return nil, fmt.Errorf("cluster %q: %w", target.Name, err)
	}
	status := &report.AppStatus{Name: name, Namespace: namespace, Ready: true}
	status.Version, _, _ = unstructured.NestedString(app.Object, "spec", "descriptor", "version")
	status.Phase, _, _ = unstructured.NestedString(app.Object, "spec", "assemblyPhase")
	status.Conditions = conditionsOf(app)
	forest := forest{owned: owned, states: states, status: status}
	status.Objects = forest.under(app.GetUID())
	for _, item := range loose {
		status.NotOwned = append(status.NotOwned, forest.node(item))
	}
	return status, nil
}

// stockOf lists what stands in a namespace, of all kinds that lie in namespaces.
func stockOf(ctx context.Context, c *kube.Client, namespace string) (*inventory.Inventory, error) {
	kinds, err := namespacedKinds(c)
	if err != nil {
		return nil, err
	}
	return inventory.Take(ctx, c, kinds, namespace)
}

// namespacedKinds are the kinds that lie in namespaces.
func namespacedKinds(c *kube.Client) ([]inventory.Resource, error) {
	all, err := inventory.Resources(c)
	return slices.DeleteFunc(all, func(r inventory.Resource) bool { return !r.Namespaced }), err
}

// looseOnes are the objects that bear the app's name but would outlive it.
func looseOnes(stock *inventory.Inventory, owned map[types.UID]inventory.Item, name string) []inventory.Item {
	var loose []inventory.Item
	for _, item := range stock.Sorted() {
		if _, of := owned[item.Meta.UID]; !of && bearsName(item, name) && len(item.Meta.OwnerReferences) == 0 {
			loose = append(loose, item)
		}
	}
	return loose
}

func look(ctx context.Context, c *kube.Client, owned map[types.UID]inventory.Item, loose []inventory.Item, namespace string) (map[kube.Ref]ready.Status, error) {
	var objects []ready.Object
	for _, item := range slices.Concat(slices.Collect(maps.Values(owned)), loose) {
		if !ofDeployer(item, owned) {
			objects = append(objects, ready.Object{Ref: item.Ref, Resource: item.Resource.GVR, Namespaced: true})
		}
	}
	return ready.Look(ctx, c, objects, namespace)
}

// ofDeployer says whether an object is the deployer's Job, or its Pod: whether the app is ready does not hang on them.
func ofDeployer(item inventory.Item, owned map[types.UID]inventory.Item) bool {
	if _, deployer := item.Meta.Labels[provision.LabelDeployer]; deployer {
		return true
	}
	return slices.ContainsFunc(item.Meta.OwnerReferences, func(ref metav1.OwnerReference) bool {
		_, deployer := owned[ref.UID].Meta.Labels[provision.LabelDeployer]
		return deployer
	})
}

// forest arranges what an Application owns by who owns what.
type forest struct {
	owned  map[types.UID]inventory.Item
	states map[kube.Ref]ready.Status
	status *report.AppStatus
}

// under gives what an object owns, each with what it owns itself. An object with several owners stands below the first
// of them that is of the app.
func (f forest) under(owner types.UID) []*report.ObjectStatus {
	var below []inventory.Item
	for _, item := range f.owned {
		if f.ownerOf(item, owner) == owner {
			below = append(below, item)
		}
	}
	slices.SortFunc(below, func(a, b inventory.Item) int {
		if a.Less(b.Ref) {
			return -1
		}
		return 1
	})
	nodes := make([]*report.ObjectStatus, len(below))
	for i, item := range below {
		nodes[i] = f.node(item)
		nodes[i].Owns = f.under(item.Meta.UID)
	}
	return nodes
}

// ownerOf gives the owner that an object is shown below; root is one of them even if it is not among the owned.
func (f forest) ownerOf(item inventory.Item, root types.UID) types.UID {
	for _, ref := range item.Meta.OwnerReferences {
		if _, of := f.owned[ref.UID]; of || ref.UID == root {
			return ref.UID
		}
	}
	return ""
}

func (f forest) node(item inventory.Item) *report.ObjectStatus {
	node := &report.ObjectStatus{Ref: item.Ref, State: report.There}
	state, judged := f.states[item.Ref]
	switch {
	case item.Deleting():
		node.State = report.Leaving
	case judged && state.Ready:
		node.State, node.Message = report.Ready, state.Message
	case judged:
		node.State, node.Message, node.Failure = report.NotReady, state.Message, state.Failure
		f.status.Ready = f.status.Ready && f.excused(item)
	}
	return node
}

// excused says that what made an object is ready all the same: a Pod of a Job that failed, and was made again.
func (f forest) excused(item inventory.Item) bool {
	owner := metav1.GetControllerOf(&item.Meta)
	if owner == nil {
		return false
	}
	above, owned := f.owned[owner.UID]
	return owned && ready.SpeaksFor(above.GroupKind()) && f.states[above.Ref].Ready
}
