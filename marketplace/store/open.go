package store

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Option changes how a database is opened.
type Option func(*database)

// WithClock makes leases, work and kept answers go by a clock other than the database's own.
func WithClock(now func() time.Time) Option {
	return func(db *database) { db.clock = now }
}

// Open opens the database at a URL, makes it if there is none, and brings its tables up to date. The URL is sqlite:PATH
// for a file, or a connection string of PostgreSQL: postgres://USER:PASSWORD@HOST/DATABASE. What goes wrong beside a
// call, such as a lost connection, is told to log.
func Open(ctx context.Context, url string, log *slog.Logger, options ...Option) (Store, error) {
	db := &database{log: log, topics: newBroker()}
	for _, o := range options {
		o(db)
	}
	scheme, rest, _ := strings.Cut(url, ":")
	var err error
	switch scheme {
	case "sqlite":
		err = openSQLite(ctx, db, rest)
	case "postgres", "postgresql":
		err = openPostgres(ctx, db, url)
	default:
		return nil, fmt.Errorf("%q is no kind of database: use sqlite:PATH or postgres://…", scheme)
	}
	if err == nil {
		err = prepare(ctx, db)
	}
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// prepare brings the tables up to date, and puts in what every store has.
func prepare(ctx context.Context, db *database) error {
	if err := migrate(ctx, db); err != nil {
		return fmt.Errorf("bring the database's tables up to date: %w", err)
	}
	return db.Update(ctx, seedRoles)
}
