package api

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// derive brings an app up to date with its versions, and writes it.
func derive(tx store.Tx, a *domain.App, now time.Time) error {
	versions, err := tx.ListVersions(store.VersionQuery{App: a.ID}, store.Page{})
	if err != nil {
		return err
	}
	a.Derive(versions.Items)
	a.Updated = now
	return tx.UpdateApp(a)
}

// tell wakes who looks at an app, at some of its versions, or at the store.
func tell(tx store.Tx, a *domain.App, versions ...string) {
	tx.Notify("app/" + a.ID)
	for _, v := range versions {
		tx.Notify("version/" + v)
	}
	if a.Released != nil {
		tx.Notify("store")
	}
}
