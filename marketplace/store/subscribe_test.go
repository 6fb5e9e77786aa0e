package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func notify(topics ...string) func(store.Tx) error {
	return func(tx store.Tx) error {
		for _, topic := range topics {
			tx.Notify(topic)
		}
		return nil
	}
}

func TestSubscribersHearOfCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		ctx, stop := context.WithCancel(t.Context())
		heard := s.Subscribe(ctx, "a", "b")
		failed := errors.New("no")
		err := s.Update(ctx, func(tx store.Tx) error { tx.Notify("a"); return failed })
		if !errors.Is(err, failed) {
			t.Fatal(err)
		}
		update(t, s, notify("c", "b"))
		same(t, <-heard, "b")
		stop()
		if topic, open := <-heard; open {
			t.Errorf("heard %q after the end", topic)
		}
	})
}

func TestASlowReaderGetsEachTopicOnceAndBlocksNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		heard := s.Subscribe(t.Context(), "a", "b", "end")
		for range 20 {
			update(t, s, notify("a", "b", "a"))
		}
		update(t, s, notify("end"))
		got := map[string]int{}
		for topic := range heard {
			if got[topic]++; topic == "end" {
				break
			}
		}
		// one a may have been on its way when the next one came
		if got["a"] < 1 || got["a"] > 2 || got["b"] < 1 || got["b"] > 2 {
			t.Errorf("%v", got)
		}
	})
}

func TestAddedWorkWakesItsTopic(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		heard := s.Subscribe(t.Context(), store.WorkTopic)
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		same(t, <-heard, "work")
	})
}

func TestProcessesOnThePostgresDatabaseHearEachOther(t *testing.T) {
	url := storetest.Postgres(t)
	one, two := storetest.Open(t, url), storetest.Open(t, url)
	mine, theirs := one.Subscribe(t.Context(), "a", "b"), two.Subscribe(t.Context(), "a", "b")
	update(t, one, notify("a"))
	same(t, <-theirs, "a")
	same(t, <-mine, "a")
	update(t, two, notify("b"))
	same(t, <-mine, "b") // and not a second a: its own commit comes once
}

func TestALostListenerSaysThatSomethingMayBeMissed(t *testing.T) {
	url := storetest.Postgres(t)
	s := storetest.Open(t, url)
	heard := s.Subscribe(t.Context(), "a")
	db := raw(t, url)
	if _, err := db.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"); err != nil {
		t.Fatal(err)
	}
	same(t, <-heard, "")
	other := storetest.Open(t, url)
	update(t, other, notify("a"))
	same(t, <-heard, "a")
}
