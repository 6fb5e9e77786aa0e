package localpostgres

import (
	"context"
	"time"
)

const (
	startTimeout = 30 * time.Second
	startPoll    = 20 * time.Millisecond
)

// wait waits a moment: a starting server cannot be watched, only asked.
func wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(startPoll):
		return nil
	}
}
