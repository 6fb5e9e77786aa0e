package verifier

import (
	"context"

	"github.com/chandler-dev/chandler/verifier/inventory"
)

// baseline is what stood in the cluster before anything was made.
type baseline struct {
	inventory *inventory.Inventory
}

// takeBaseline begins to list the cluster-scoped objects beside the first steps, which do not need the cluster. The
// returned function ends it; r.baseline waits for its result.
func (r *run) takeBaseline(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	var result *baseline
	var failure error
	go func() {
		defer close(done)
		result, failure = r.listCluster(ctx)
	}()
	r.baseline = func() (*baseline, error) { <-done; return result, failure }
	return func() { cancel(); <-done }
}

func (r *run) listCluster(ctx context.Context) (*baseline, error) {
	client := r.options.Target.Client
	resources, err := inventory.Resources(client)
	if err != nil {
		return nil, err
	}
	inv, err := inventory.Take(ctx, client, resources, "")
	return &baseline{inv}, err
}
