package main

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers that the store uses
	_ "modernc.org/sqlite"

	"github.com/chandler-dev/chandler/marketplace/store"
)

// direct are requests to the store itself, in this process.
func direct(s store.Store, c *catalogue) []request {
	all := make([]request, len(kinds))
	for i, k := range kinds {
		all[i] = func(ctx context.Context, r *rand.Rand) error {
			return s.View(ctx, func(tx store.Tx) error { return k.read(r, c, tx) })
		}
	}
	return all
}

// peer measures the least that a database can be asked, over the same driver: one row by its primary key, without a
// transaction.
func (o options) peer(ctx context.Context, url string, c *catalogue) error {
	driver, address, statement := "pgx", url, "SELECT chart_name FROM apps WHERE id = $1"
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, address, statement = "sqlite", path, "SELECT chart_name FROM apps WHERE id = ?"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxIdleConns(8)
	s, err := db.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	one := func(ctx context.Context, r *rand.Rand) error {
		var name string
		return s.QueryRowContext(ctx, pick(r, c.apps)).Scan(&name)
	}
	return o.report(ctx, "The peer, milliseconds", []string{"a row by its primary key, over the same driver"}, []request{one})
}
