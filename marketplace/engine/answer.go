package engine

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// refusals count, for work that is not done, how often it got no answer from its cluster since this process began. What
// was cut off by the end of a process counts for nothing.
type refusals struct {
	mutex sync.Mutex
	of    map[string]refused
}

// refused is how often, and since when.
type refused struct {
	times int
	since time.Time
}

// add counts one more.
func (r *refusals) add(w *store.Work) refused {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.of == nil {
		r.of = map[string]refused{}
	}
	now, known := r.of[w.ID]
	if !known {
		now.since = time.Now()
	}
	now.times++
	r.of[w.ID] = now
	return now
}

// forget is for work that has ended, or that somebody else has.
func (r *refusals) forget(w *store.Work) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.of, w.ID)
}

// longestPause is how long work waits at most until it is tried again.
const longestPause = 30 * time.Second

// pause is for how long work waits after a refusal: 1, 2, 4 s and so on.
func (r refused) pause() time.Duration { return min(time.Second<<min(r.times-1, 10), longestPause) }

// asking bounds the question whether a cluster answers.
const asking = 5 * time.Second

// enough tells whether work was tried often and long enough to give it up. A cluster that does not answer is waited for
// longer than one that does, and says no.
func (e *Engine) enough(ctx context.Context, r refused, cluster string) bool {
	tried := time.Since(r.since)
	if r.times >= 8 && tried > 10*time.Minute {
		return true
	}
	return r.times >= 5 && tried > 10*time.Second && e.answers(ctx, cluster)
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
