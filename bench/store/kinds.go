package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// kind is one kind of request: what it asks of the API, and what that asks of the store.
type kind struct {
	name string
	path func(r *rand.Rand, c *catalogue) string
	read func(r *rand.Rand, c *catalogue, tx store.Tx) error
}

// shelf is how many apps a page of the store shows.
const shelf = 24

var kinds = []kind{
	{"list: the store, newest first",
		func(*rand.Rand, *catalogue) string { return storePath(1, nil) },
		func(_ *rand.Rand, _ *catalogue, tx store.Tx) error {
			return listStore(tx, store.StoreQuery{}, store.Page{Limit: shelf})
		}},
	{"list: any page of it, by name",
		func(r *rand.Rand, c *catalogue) string {
			return storePath(anyPage(r, c), url.Values{"order": {"name"}})
		},
		func(r *rand.Rand, c *catalogue, tx store.Tx) error {
			return listStore(tx, store.StoreQuery{}, store.Page{Limit: shelf, Offset: shelf * (anyPage(r, c) - 1), Order: "name"})
		}},
	{"filter: a category",
		func(r *rand.Rand, c *catalogue) string {
			return storePath(1, url.Values{"category": {pick(r, c.categories)}})
		},
		func(r *rand.Rand, c *catalogue, tx store.Tx) error {
			return listStore(tx, store.StoreQuery{Category: pick(r, c.categories)}, store.Page{Limit: shelf})
		}},
	{"search: a name's beginning",
		func(r *rand.Rand, _ *catalogue) string {
			return storePath(1, url.Values{"q": {beginning(r, products)}})
		},
		func(r *rand.Rand, _ *catalogue, tx store.Tx) error {
			return listStore(tx, store.StoreQuery{Text: beginning(r, products)}, store.Page{Limit: shelf})
		}},
	{"search: two common words",
		func(r *rand.Rand, _ *catalogue) string {
			return storePath(1, url.Values{"q": {beginning(r, traits) + " " + beginning(r, nouns)}})
		},
		func(r *rand.Rand, _ *catalogue, tx store.Tx) error {
			return listStore(tx, store.StoreQuery{Text: beginning(r, traits) + " " + beginning(r, nouns)}, store.Page{Limit: shelf})
		}},
	{"list: an app's versions",
		func(r *rand.Rand, c *catalogue) string { return "/api/v1/store/apps/" + inStore(r, c) + "/versions" },
		func(r *rand.Rand, c *catalogue, tx store.Tx) error {
			_, err := tx.ListVersions(store.VersionQuery{App: inStore(r, c)}, store.Page{Limit: 10})
			return err
		}},
	{"list: a workspace's working copies",
		func(r *rand.Rand, c *catalogue) string {
			return "/api/v1/apps?" + url.Values{"workspace": {pick(r, c.workspaces)}}.Encode()
		},
		func(r *rand.Rand, c *catalogue, tx store.Tx) error {
			_, err := tx.ListApps(store.AppQuery{Workspace: pick(r, c.workspaces)}, store.Page{Limit: 20})
			return err
		}},
	{"one app of the store",
		func(r *rand.Rand, c *catalogue) string { return "/api/v1/store/apps/" + inStore(r, c) },
		func(r *rand.Rand, c *catalogue, tx store.Tx) error {
			_, err := tx.GetApp(inStore(r, c))
			return err
		}},
}

func listStore(tx store.Tx, q store.StoreQuery, p store.Page) error {
	list, err := tx.ListStore(q, p)
	if err == nil && list.Total < len(list.Items) {
		return fmt.Errorf("%d of %d", len(list.Items), list.Total)
	}
	return err
}

func storePath(page int, values url.Values) string {
	query := url.Values{"limit": {fmt.Sprint(shelf)}, "page": {fmt.Sprint(page)}}
	for name, value := range values {
		query[name] = value
	}
	return "/api/v1/store/apps?" + query.Encode()
}

func anyPage(r *rand.Rand, c *catalogue) int { return 1 + r.IntN(max(1, len(c.apps)*4/5/shelf)) }

// inStore is an app that the store shows: each fifth one it does not.
func inStore(r *rand.Rand, c *catalogue) string {
	n := r.IntN(len(c.apps))
	if n%5 == 0 {
		n++
	}
	return c.apps[n]
}

// beginning is what somebody has typed of a word.
func beginning(r *rand.Rand, words []string) string {
	letters := []rune(pick(r, words))
	return string(letters[:min(len(letters), 2+r.IntN(4))])
}
