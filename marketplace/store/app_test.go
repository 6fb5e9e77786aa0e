package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

var start = time.Date(2026, 11, 21, 9, 0, 0, 123456000, time.UTC)

// at is a time after the start.
func at(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

// update fails the test if the change is refused.
func update(t *testing.T, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// read gives what a view reads.
func read[T any](t *testing.T, s store.Store, fn func(store.Tx) (T, error)) T {
	t.Helper()
	var got T
	err := s.View(t.Context(), func(tx store.Tx) error {
		var err error
		got, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func newApp(workspace, name string, minutes int) *domain.App {
	return &domain.App{ID: domain.NewID(domain.AppID), Workspace: workspace, ChartName: "chart-" + name, State: domain.Draft,
		Details: domain.Details{Name: name, Summary: "In-memory cache", Introduction: "# " + name, Keywords: []string{"cache", "nosql"},
			Maintainers: []string{"Salvatore"}, Sources: []string{"https://example.org"}, Icon: "sha256:1"},
		Latest: "1.0.0", Author: "isv", Created: at(minutes), Updated: at(minutes)}
}

func TestAnAppIsKeptAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		update(t, s, func(tx store.Tx) error { return tx.InsertApp(a) })
		same(t, read(t, s, func(tx store.Tx) (*domain.App, error) { return tx.GetApp(a.ID) }), a)
		a.LatestActive, a.State, a.Withheld = "1.0.0", domain.Active, false
		a.Publish(at(5))
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(a) })
		same(t, read(t, s, func(tx store.Tx) (*domain.App, error) { return tx.GetApp(a.ID) }), a)
		if a.Revision != 2 {
			t.Errorf("revision %d", a.Revision)
		}
		list := read(t, s, func(tx store.Tx) (store.List[*domain.App], error) {
			return tx.ListStore(store.StoreQuery{Text: "mem red"}, store.Page{Limit: 10})
		})
		if list.Total != 1 || list.Items[0].ID != a.ID {
			t.Errorf("%+v", list)
		}
	})
}
