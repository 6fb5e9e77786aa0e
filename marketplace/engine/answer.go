package engine

import (
	"context"
	"strings"
	"time"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// asking bounds the question whether a cluster answers.
const asking = 5 * time.Second

// tooLong tells whether work was tried often and long enough to give it up. A cluster that does not answer is waited for
// longer than one that does, and says no.
func (e *Engine) tooLong(ctx context.Context, w *store.Work, cluster string, since time.Time) bool {
	tried := time.Since(since)
	if w.Attempts >= 8 && tried > 10*time.Minute {
		return true
	}
	return w.Attempts >= 5 && tried > 20*time.Second && e.answers(ctx, cluster)
}

// answers tells whether a cluster can be used now.
func (e *Engine) answers(ctx context.Context, cluster string) bool {
	on, err := e.connections.to(ctx, cluster)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	return on.About(ctx).Reachable
}

// longestReason bounds what a page shows of an error in a line, in bytes.
const longestReason = 500

// reasonOf is an error in one line.
func reasonOf(err error) string {
	line := strings.Join(strings.Fields(err.Error()), " ")
	if len(line) > longestReason {
		line = strings.ToValidUTF8(line[:longestReason], "") + "…"
	}
	return line
}
