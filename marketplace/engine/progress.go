package engine

import (
	"context"
	"sync"
)

// latest writes the newest of what it is told, one after the other, and skips what is told while it writes: as much is
// written as the database takes.
type latest[T any] struct {
	next  chan T
	done  chan struct{}
	mutex sync.Mutex // of tell: one value at a time takes the place
}

// writeLatest begins to write. What write does not get done is lost: a newer value follows, or the end of the work.
func writeLatest[T any](ctx context.Context, write func(context.Context, T)) *latest[T] {
	l := &latest[T]{next: make(chan T, 1), done: make(chan struct{})}
	go func() {
		defer close(l.done)
		for value := range l.next {
			write(ctx, value)
		}
	}()
	return l
}

// tell hands over a value in the place of one that is not written yet.
func (l *latest[T]) tell(value T) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	select {
	case <-l.next:
	default:
	}
	l.next <- value
}

// stop waits until the last value is written. Nothing may be told any more.
func (l *latest[T]) stop() {
	close(l.next)
	<-l.done
}
