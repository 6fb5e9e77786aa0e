package store_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func TestOfTwoThatDecideOnTheSameRevisionOneIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		v := newVersion(a.ID, "1.0.0", 0)
		update(t, s, all(insertApp(a), insertVersion(v)))
		const deciders = 6
		results := make(chan error, deciders)
		for i := range deciders {
			go func() {
				results <- s.Update(t.Context(), func(tx store.Tx) error {
					current, err := tx.GetVersion(v.ID)
					if err != nil {
						return err
					}
					if err := domain.Stale("version 1.0.0", 1, current.Revision); err != nil {
						return err
					}
					current.State, current.Reviewer = domain.InReview, strconv.Itoa(i)
					return tx.UpdateVersion(current)
				})
			}()
		}
		granted := 0
		for range deciders {
			if err := <-results; err == nil {
				granted++
			} else {
				refusal(t, err, "stale")
			}
		}
		if granted != 1 {
			t.Errorf("%d were granted", granted)
		}
	})
}

func TestWhatATransactionReadHoldsUntilItCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		update(t, s, insertApp(a))
		var group sync.WaitGroup
		const each, writers = 10, 4
		for w := range writers {
			group.Go(func() {
				for i := range each {
					err := s.Update(t.Context(), func(tx store.Tx) error {
						list, err := tx.ListVersions(store.VersionQuery{App: a.ID}, store.Page{})
						if err != nil {
							return err
						}
						v := newVersion(a.ID, strconv.Itoa(list.Total+1)+".0.0", w*each+i)
						return tx.InsertVersion(v, store.Files{})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		got := numbers(t, s, store.VersionQuery{App: a.ID}, store.Page{Limit: 1})
		same(t, got, []string{strconv.Itoa(each*writers) + ".0.0"})
	})
}

func TestAViewDoesNotChangeUnderItsReader(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		update(t, s, insertApp(newApp("demo", "One", 0)))
		err := s.View(t.Context(), func(tx store.Tx) error {
			before, err := tx.ListApps(store.AppQuery{}, store.Page{})
			if err != nil {
				return err
			}
			update(t, s, insertApp(newApp("demo", "Two", 1))) // a writer waits for no reader
			after, err := tx.ListApps(store.AppQuery{}, store.Page{})
			same(t, after.Total, before.Total)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		same(t, names(t, s, store.AppQuery{}, store.Page{}), []string{"Two", "One"})
	})
}

func TestARefusedTransactionLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		no := errors.New("no")
		err := s.Update(t.Context(), all(insertWorkspace("demo"), insertApp(newApp("demo", "Redis", 0)), func(store.Tx) error { return no }))
		if !errors.Is(err, no) {
			t.Fatal(err)
		}
		same(t, names(t, s, store.AppQuery{Text: "redis"}, store.Page{}), []string{})
		missing(t, s, func(tx store.Tx) (*domain.Workspace, error) { return tx.GetWorkspace("demo") })
	})
}

func TestACancelledTransactionLeavesNothingAndTheNextOneGoesOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.Update(ctx, all(insertWorkspace("demo"), func(store.Tx) error { cancel(); return nil }, insertWorkspace("other")))
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%v", err)
		}
		missing(t, s, func(tx store.Tx) (*domain.Workspace, error) { return tx.GetWorkspace("demo") })
		update(t, s, insertWorkspace("demo"))
		if err := s.Update(ctx, insertWorkspace("third")); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
}

func TestAPanicReleasesItsTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		func() {
			defer func() { same(t, recover(), any("oh")) }()
			_ = s.Update(t.Context(), all(insertWorkspace("demo"), func(store.Tx) error { panic("oh") }))
		}()
		update(t, s, insertWorkspace("demo"))
	})
}
