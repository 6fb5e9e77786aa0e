package supervisor

import (
	"fmt"
	"log/slog"
	"sync"

	"github.com/chandler-dev/chandler/cluster/logs"
	"github.com/chandler-dev/chandler/cluster/state"
)

// tolerated is how often a component may end before the start of the cluster is given up.
const tolerated = 3

// deaths counts how often each component ended without being asked to.
type deaths struct {
	told func(error) // called when one has ended too often to start

	mu     sync.Mutex
	counts map[string]int
}

func (d *deaths) count(name, reason string) {
	slog.Warn("a component ended and is started again", "component", name, "reason", reason)
	d.mu.Lock()
	if d.counts == nil {
		d.counts = map[string]int{}
	}
	d.counts[name]++
	n := d.counts[name]
	d.mu.Unlock()
	if n >= tolerated {
		d.told(fmt.Errorf("%s %s, %d times. Its last words:\n%s", name, reason, n, logs.Tail(state.Inside.Log(name), 6)))
	}
}
