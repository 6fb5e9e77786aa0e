package verifier

import (
	"context"

	"golang.org/x/sync/errgroup"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/chandler-dev/chandler/verifier/inventory"
)

// deletions is how many deletions are under way at once. More only queue in the server.
const deletions = 32

// deleteOwned deletes what an Application owns itself, which is faster than to leave it to the cluster's garbage
// collector. That sees to what cannot be deleted here, once the Application is gone, so that no error counts.
func (r *run) deleteOwned(ctx context.Context, application types.UID, present *inventory.Inventory) {
	var group errgroup.Group
	group.SetLimit(deletions)
	background := metav1.DeletePropagationBackground
	for _, i := range present.Owned(application) {
		if !ownedOnly(i, application) || i.Deleting() {
			continue
		}
		group.Go(func() error {
			_ = r.options.Target.Client.Metadata.Resource(i.Resource.GVR).Namespace(i.Namespace).Delete(ctx, i.Name,
				metav1.DeleteOptions{PropagationPolicy: &background, Preconditions: &metav1.Preconditions{UID: &i.Meta.UID}})
			return nil
		})
	}
	_ = group.Wait()
}

// ownedOnly says that an object has the Application as its only owner.
func ownedOnly(i inventory.Item, application types.UID) bool {
	owners := i.Meta.OwnerReferences
	return len(owners) == 1 && owners[0].UID == application
}
