package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// eachTimed is storetest.Each with a clock of the test's.
func eachTimed(t *testing.T, test func(*testing.T, store.Store, *clock)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) {
		c := &clock{now: start}
		test(t, storetest.Open(t, url, store.WithClock(c.read)), c)
	})
}

func enqueue(kind store.WorkKind, subject string) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.Enqueue(kind, subject) }
}

func claim(t *testing.T, s store.Store, owner string, kinds ...store.WorkKind) *store.Work {
	t.Helper()
	w, err := s.Claim(t.Context(), owner, time.Minute, kinds...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func finish(w *store.Work) func(store.Tx) error {
	return func(tx store.Tx) error { return tx.FinishWork(w) }
}

func TestWorkIsClaimedOldestFirstAndOnce(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		for _, subject := range []string{"ins-1", "ins-2", "ins-1"} {
			update(t, s, enqueue(store.WorkChange, subject))
			c.move(time.Second)
		}
		update(t, s, enqueue(store.WorkVerify, "vfy-1"))
		if w := claim(t, s, "a", store.WorkVerify, store.WorkRemove); w == nil || w.Subject != "vfy-1" {
			t.Fatalf("%+v", w)
		}
		first := claim(t, s, "a")
		same(t, *first, store.Work{ID: first.ID, Kind: store.WorkChange, Subject: "ins-1", Attempts: 1, Owner: "a", Until: c.read().Add(time.Minute), Created: start})
		if w := claim(t, s, "b"); w == nil || w.Subject != "ins-2" {
			t.Fatalf("%+v", w)
		}
		if w := claim(t, s, "c"); w != nil {
			t.Fatalf("everything is held, and %+v was claimed", w)
		}
	})
}

func TestALeaseThatRanOutIsAnothersAndItsOwnerFails(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		lost := claim(t, s, "a")
		c.move(59 * time.Second)
		if err := s.Renew(t.Context(), lost, time.Minute); err != nil {
			t.Fatal(err)
		}
		c.move(59 * time.Second)
		if w := claim(t, s, "b"); w != nil {
			t.Fatalf("%+v is held", w)
		}
		c.move(time.Second)
		w := claim(t, s, "b")
		if w == nil || w.ID != lost.ID || w.Attempts != 2 {
			t.Fatalf("%+v", w)
		}
		refusal(t, s.Renew(t.Context(), lost, time.Minute), "lease-lost")
		refused(t, s, "lease-lost", all(insertWorkspace("never"), finish(lost)))
		refused(t, s, "lease-lost", func(tx store.Tx) error { return tx.PostponeWork(lost, at(9)) })
		missing(t, s, func(tx store.Tx) (any, error) { return tx.GetWorkspace("never") })
		update(t, s, finish(w))
		refused(t, s, "lease-lost", finish(w))
	})
}

func TestTheSameOwnerWithALaterLeaseIsAnother(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		lost := claim(t, s, "a")
		c.move(time.Hour)
		if claim(t, s, "a") == nil {
			t.Fatal("nothing to claim")
		}
		refused(t, s, "lease-lost", finish(lost))
	})
}

func TestPostponedWorkIsDueLater(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		w := claim(t, s, "a")
		update(t, s, func(tx store.Tx) error { return tx.PostponeWork(w, c.read().Add(time.Minute)) })
		if w := claim(t, s, "a"); w != nil {
			t.Fatalf("%+v is not due", w)
		}
		c.move(time.Minute)
		again := claim(t, s, "a")
		if again == nil || again.ID != w.ID || again.Attempts != 2 {
			t.Fatalf("%+v", again)
		}
	})
}

func TestWorkAddedWhileTheSameIsDoneComesAfterIt(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		w := claim(t, s, "a")
		c.move(time.Second)
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		if w := claim(t, s, "b"); w != nil {
			t.Fatalf("%+v would be done twice at the same time", w)
		}
		update(t, s, finish(w))
		next := claim(t, s, "b")
		if next == nil || next.ID == w.ID {
			t.Fatalf("%+v", next)
		}
		update(t, s, enqueue(store.WorkChange, "ins-1"))
		update(t, s, func(tx store.Tx) error { return tx.PostponeWork(next, c.read().Add(time.Hour)) })
		if w := claim(t, s, "b"); w == nil || w.ID == next.ID {
			t.Fatalf("what waits is due, got %+v", w)
		}
	})
}

func TestManyWorkersClaimEachWorkOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		const works, workers = 60, 6
		update(t, s, func(tx store.Tx) error {
			for i := range works {
				if err := tx.Enqueue(store.WorkCheckCluster, fmt.Sprint("c-", i)); err != nil {
					return err
				}
			}
			return nil
		})
		var mu sync.Mutex
		var group sync.WaitGroup
		done := map[string]int{}
		for worker := range workers {
			group.Go(func() {
				for {
					w, err := s.Claim(t.Context(), fmt.Sprint("w-", worker), time.Minute)
					if err != nil || w == nil {
						if err != nil {
							t.Error(err)
						}
						return
					}
					if err := s.Update(t.Context(), finish(w)); err != nil {
						t.Error(err)
					}
					mu.Lock()
					done[w.Subject]++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if len(done) != works {
			t.Errorf("%d of %d were done", len(done), works)
		}
		for subject, n := range done {
			if n != 1 {
				t.Errorf("%s was done %d times", subject, n)
			}
		}
	})
}

func TestAnAnswerIsKeptForADay(t *testing.T) {
	eachTimed(t, func(t *testing.T, s store.Store, c *clock) {
		once := func(user, fingerprint string) func(store.Tx) (*store.Answer, error) {
			return func(tx store.Tx) (*store.Answer, error) { return tx.Once(user, "key", fingerprint) }
		}
		keep := func(tx store.Tx) error {
			return tx.KeepAnswer("isv", "key", "f", store.Answer{Status: 201, Body: []byte("{}")})
		}
		if a := read(t, s, once("isv", "f")); a != nil {
			t.Fatalf("%+v", a)
		}
		update(t, s, keep)
		same(t, read(t, s, once("isv", "f")), &store.Answer{Status: 201, Body: []byte("{}")})
		if a := read(t, s, once("other", "g")); a != nil {
			t.Fatalf("%+v is another user's", a)
		}
		refusal(t, s.View(t.Context(), func(tx store.Tx) error { _, err := tx.Once("isv", "key", "g"); return err }), "idempotency-key")
		refused(t, s, "idempotency-key", keep)
		c.move(24 * time.Hour)
		if a := read(t, s, once("isv", "g")); a != nil {
			t.Fatalf("%+v is too old", a)
		}
		update(t, s, keep)
	})
}

func TestSettingsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		get := func(tx store.Tx) (string, error) { return tx.Setting("name") }
		same(t, read(t, s, get), "")
		for _, value := range []string{"one", "two"} {
			update(t, s, func(tx store.Tx) error { return tx.PutSetting("name", value) })
			same(t, read(t, s, get), value)
		}
	})
}
