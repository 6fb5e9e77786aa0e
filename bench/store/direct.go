package main

import (
	"context"
	"database/sql"
	"errors"
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

// open opens a database past the store, and gives what its driver takes for an argument.
func open(url string) (db *sql.DB, mark string, err error) {
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		db, err = sql.Open("sqlite", path)
		return db, "?", err
	}
	db, err = sql.Open("pgx", url)
	return db, "$1", err
}

// settle does what the databases do by themselves within a minute or so: tidying up after as many rows were put in.
func settle(ctx context.Context, url string) error {
	db, mark, err := open(url)
	if err != nil {
		return err
	}
	statement := "VACUUM ANALYZE"
	if mark == "?" {
		statement = "PRAGMA wal_checkpoint(TRUNCATE)"
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

// peer measures the least that a database can be asked, over the same driver: one row by its primary key, without a
// transaction.
func (o options) peer(ctx context.Context, url string, c *catalogue) error {
	db, mark, err := open(url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxIdleConns(8)
	s, err := db.PrepareContext(ctx, "SELECT chart_name FROM apps WHERE id = "+mark)
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
