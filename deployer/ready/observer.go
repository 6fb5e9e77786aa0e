package ready

import (
	"context"
	"sync"

	"github.com/chandler-dev/chandler/internal/kube"
)

// observer has the watches that show a world.
type observer struct {
	client  *kube.Client
	world   *world
	changes chan change
	context context.Context
	stop    context.CancelFunc
	watches sync.WaitGroup
}

// observe begins to watch what the targets need. close has to be called at the end.
func observe(ctx context.Context, c *kube.Client, namespace string, targets []target) *observer {
	o := &observer{client: c, world: newWorld(namespace), changes: make(chan change)}
	o.context, o.stop = context.WithCancel(ctx)
	o.add(feedsFor(targets, c, namespace))
	return o
}

// add begins the watches that are not there yet.
func (o *observer) add(feeds []*feed) {
	for _, f := range feeds {
		if o.world.expect(f) {
			o.watches.Go(func() { f.follow(o.context, o.changes) })
		}
	}
}

// take takes a change, and all others that wait already, so that a burst is looked at once.
func (o *observer) take(c change) {
	for {
		o.world.take(c)
		select {
		case c = <-o.changes:
		default:
			return
		}
	}
}

// seen says whether every watch has told something, those included that show what the targets were seen to own.
func (o *observer) seen(j *judge) bool {
	if !o.world.complete() {
		return false
	}
	o.add(feedsFor(j.members(o.world), o.client, o.world.namespace))
	return o.world.complete()
}

// close ends the watches, and returns when they have.
func (o *observer) close() {
	o.stop()
	o.watches.Wait()
}
