package objects

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/errors"
	v1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
)

// served waits until Applications can be listed, which builds the API server's handlers for them. Discovery cannot be
// watched, so this asks again while the kind is not found.
func served(ctx context.Context, client dynamic.Interface) error {
	pause := time.NewTicker(10 * time.Millisecond)
	defer pause.Stop()
	for {
		_, err := client.Resource(applications).List(ctx, v1.ListOptions{Limit: 1})
		if err == nil {
			return nil
		}
		if !errors.IsNotFound(err) {
			return fmt.Errorf("list Applications: %w", err)
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
