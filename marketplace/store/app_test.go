package store_test

import (
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func getApp(id string) func(store.Tx) (*domain.App, error) {
	return func(tx store.Tx) (*domain.App, error) { return tx.GetApp(id) }
}

func TestAnAppIsKeptAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		update(t, s, insertApp(a))
		same(t, read(t, s, getApp(a.ID)), a)
		if a.Revision != 1 {
			t.Errorf("revision %d", a.Revision)
		}
		a.LatestActive, a.State = "1.0.0", domain.Active
		a.Publish(at(5))
		a.Details.Introduction = "Newer than what the store shows"
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(a) })
		same(t, read(t, s, getApp(a.ID)), a)
		if a.Revision != 2 {
			t.Errorf("revision %d", a.Revision)
		}
	})
}

func TestAnOutdatedAppIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		update(t, s, insertApp(a))
		old := *a
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(a) })
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateApp(&old) })
		if old.Revision != 1 {
			t.Errorf("a refused update set the revision to %d", old.Revision)
		}
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.UpdateApp(newApp("demo", "Never", 0)) })
	})
}

func TestTheNameOfAnAppIsUniqueInItsWorkspace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		first, other := newApp("demo", "Redis", 0), newApp("demo", "Valkey", 1)
		update(t, s, all(insertApp(first), insertApp(newApp("elsewhere", "Redis", 0)), insertApp(other)))
		refused(t, s, "taken", insertApp(newApp("demo", "REDIS", 2)))
		refused(t, s, "taken", insertApp(newApp("demo", "Re\u200ddis\ufe0f", 2))) // looks the same
		other.Details.Name = "redis"
		refused(t, s, "taken", func(tx store.Tx) error { return tx.UpdateApp(other) })
		update(t, s, func(tx store.Tx) error { return tx.DeleteApp(first.ID) })
		update(t, s, func(tx store.Tx) error { return tx.UpdateApp(other) })
	})
}

func TestADeletedAppIsGoneButItsVersionsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := released("demo", "Redis", 0)
		v := newVersion(a.ID, "1.0.0", 0)
		update(t, s, all(insertApp(a), insertVersion(v)))
		update(t, s, func(tx store.Tx) error { return tx.DeleteApp(a.ID) })
		missing(t, s, getApp(a.ID))
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.UpdateApp(a) })
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.DeleteApp(a.ID) })
		same(t, names(t, s, store.AppQuery{}, store.Page{}), []string{})
		same(t, names(t, s, store.AppQuery{Text: "redis"}, store.Page{}), []string{})
		same(t, shown(t, s, store.StoreQuery{}, store.Page{}), []string{})
		same(t, shown(t, s, store.StoreQuery{Text: "redis"}, store.Page{}), []string{})
		same(t, read(t, s, func(tx store.Tx) (*domain.Version, error) { return tx.GetVersion(v.ID) }), v)
	})
}

func name(a *domain.App) string { return a.Details.Name }

// names gives the names of a list of apps.
func names(t *testing.T, s store.Store, q store.AppQuery, p store.Page) []string {
	t.Helper()
	return mapped(read(t, s, func(tx store.Tx) (store.List[*domain.App], error) { return tx.ListApps(q, p) }).Items, name)
}

// shown gives the names that a list of the store has.
func shown(t *testing.T, s store.Store, q store.StoreQuery, p store.Page) []string {
	t.Helper()
	return mapped(read(t, s, func(tx store.Tx) (store.List[*domain.App], error) { return tx.ListStore(q, p) }).Items,
		func(a *domain.App) string { return a.Published.Name })
}
