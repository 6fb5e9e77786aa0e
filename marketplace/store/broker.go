package store

import (
	"context"
	"slices"
	"sync"
)

// broker wakes subscribers. It never waits for one: what a slow one has not taken yet is kept, each topic once.
type broker struct {
	mu   sync.Mutex
	subs map[*subscriber]struct{}
}

type subscriber struct {
	topics  []string
	pending []string
	wake    chan struct{} // holds one token while something is pending
}

func newBroker() *broker { return &broker{subs: map[*subscriber]struct{}{}} }

// publish wakes those who subscribed to one of the topics; the empty topic wakes all.
func (b *broker) publish(topics ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.subs {
		for _, topic := range topics {
			s.add(topic)
		}
	}
}

func (s *subscriber) add(topic string) {
	if topic != "" && !slices.Contains(s.topics, topic) || slices.Contains(s.pending, topic) {
		return
	}
	s.pending = append(s.pending, topic)
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// subscribe gives the topics that are published from now on, until ctx ends.
func (b *broker) subscribe(ctx context.Context, topics []string) <-chan string {
	s := &subscriber{topics: slices.Clone(topics), wake: make(chan struct{}, 1)}
	b.mu.Lock()
	b.subs[s] = struct{}{}
	b.mu.Unlock()
	out := make(chan string)
	go b.deliver(ctx, s, out)
	return out
}

func (b *broker) deliver(ctx context.Context, s *subscriber, out chan<- string) {
	defer close(out)
	defer b.remove(s)
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		for topic, ok := b.take(s); ok; topic, ok = b.take(s) {
			select {
			case <-ctx.Done():
				return
			case out <- topic:
			}
		}
	}
}

// take removes the oldest pending topic.
func (b *broker) take(s *subscriber) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(s.pending) == 0 {
		return "", false
	}
	topic := s.pending[0]
	s.pending = s.pending[1:]
	return topic, true
}

func (b *broker) remove(s *subscriber) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.subs, s)
}
