package store_test

import (
	"testing"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

func number(v *domain.Version) string { return v.Number }

// numbers gives the numbers of a list of versions.
func numbers(t *testing.T, s store.Store, q store.VersionQuery, p store.Page) []string {
	t.Helper()
	return mapped(read(t, s, func(tx store.Tx) (store.List[*domain.Version], error) { return tx.ListVersions(q, p) }).Items, number)
}

func TestAVersionIsKeptWithItsFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		v := newVersion(a.ID, "1.0.0", 0)
		files := store.Files{Readme: "# Redis", Schema: []byte("properties: {}\n"), Form: []byte(`{"type":"object"}`)}
		update(t, s, all(insertApp(a), func(tx store.Tx) error { return tx.InsertVersion(v, files) }))
		same(t, read(t, s, func(tx store.Tx) (*domain.Version, error) { return tx.GetVersion(v.ID) }), v)
		same(t, read(t, s, func(tx store.Tx) (*store.Files, error) { return tx.GetFiles(v.ID) }), &files)
		released := at(7)
		v.State, v.Message, v.Reviewer, v.Review, v.Verification, v.Released = domain.Active, "good", "reviewer", "rev-1", "vfy-1", &released
		update(t, s, func(tx store.Tx) error { return tx.UpdateVersion(v) })
		same(t, read(t, s, func(tx store.Tx) (*domain.Version, error) { return tx.GetVersion(v.ID) }), v)
		update(t, s, func(tx store.Tx) error { return tx.PutFiles(v.ID, store.Files{Readme: "new"}) })
		same(t, read(t, s, func(tx store.Tx) (*store.Files, error) { return tx.GetFiles(v.ID) }).Readme, "new")
		missing(t, s, func(tx store.Tx) (*store.Files, error) { return tx.GetFiles("ver-none") })
		refused(t, s, "not-found", func(tx store.Tx) error { return tx.PutFiles("ver-none", files) })
		v.Revision = 1
		refused(t, s, "stale", func(tx store.Tx) error { return tx.UpdateVersion(v) })
	})
}

func TestANumberIsTakenUntilItsVersionIsDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a, b := newApp("demo", "Redis", 0), newApp("demo", "Valkey", 0)
		v := newVersion(a.ID, "1.0.0", 0)
		update(t, s, all(insertApp(a), insertApp(b), insertVersion(v), insertVersion(newVersion(b.ID, "1.0.0", 0))))
		refused(t, s, "taken", insertVersion(newVersion(a.ID, "1.0.0", 1)))
		refused(t, s, "taken", insertVersion(newVersion(a.ID, "1.0", 1)))
		v.State = domain.Deleted
		update(t, s, func(tx store.Tx) error { return tx.UpdateVersion(v) })
		update(t, s, insertVersion(newVersion(a.ID, "1.0.0", 2)))
	})
}

func TestVersionsAreListedByTheirNumbers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s store.Store) {
		a := newApp("demo", "Redis", 0)
		update(t, s, insertApp(a))
		for i, n := range []string{"9.0.0", "10.0.0", "10.0.0-rc.10", "10.0.0-rc.9", "10.0.0-alpha"} {
			v := newVersion(a.ID, n, i)
			if n == "9.0.0" {
				v.State = domain.Active
			}
			update(t, s, insertVersion(v))
		}
		gone := newVersion(a.ID, "99.0.0", 9)
		gone.State = domain.Deleted
		update(t, s, insertVersion(gone))
		of := store.VersionQuery{App: a.ID}
		same(t, numbers(t, s, of, store.Page{}), []string{"10.0.0", "10.0.0-rc.10", "10.0.0-rc.9", "10.0.0-alpha", "9.0.0"})
		same(t, numbers(t, s, of, store.Page{Order: "number", Limit: 2}), []string{"9.0.0", "10.0.0-alpha"})
		same(t, numbers(t, s, of, store.Page{Order: "created", Limit: 2}), []string{"9.0.0", "10.0.0"})
		same(t, numbers(t, s, of, store.Page{Order: "updated", Descending: true, Limit: 1}), []string{"10.0.0-alpha"})
		same(t, numbers(t, s, of, store.Page{Order: "state", Limit: 1}), []string{"9.0.0"})
		same(t, numbers(t, s, store.VersionQuery{App: a.ID, States: []domain.VersionState{domain.Active}}, store.Page{}), []string{"9.0.0"})
		same(t, numbers(t, s, store.VersionQuery{App: a.ID, States: []domain.VersionState{domain.Deleted}}, store.Page{}), []string{"99.0.0"})
	})
}
