package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgresConnections is how many connections to PostgreSQL are open at the same time, beside the listener's.
const postgresConnections = 16

func postgresDialect() (*dialect, error) {
	locker, err := lock.NewPostgresSessionLocker()
	return &dialect{
		name:         "postgres",
		goose:        goose.DialectPostgres,
		migrating:    []goose.ProviderOption{goose.WithSessionLocker(locker)},
		placeholders: numbered(),
		now:          "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
		skipLocked:   " FOR UPDATE SKIP LOCKED",
		isBusy:       isPostgres("40001", "40P01"), // serialization failure, deadlock
		attempts:     50,
		isTaken:      isPostgres("23505"),
		isReferred:   isPostgres("23503"),
		isNoText:     isPostgres("22021", "22P05"), // NUL, as it is and as JSON writes it
		search: search{
			put:    "INSERT INTO TABLE (place, words) VALUES (?, array_to_tsvector(CAST(? AS text[])))",
			find:   "words @@ CAST(? AS tsquery)",
			place:  "place",
			words:  func(words []string) any { return words },
			begins: func(words []string) string { return "'" + strings.Join(words, "':* & '") + "':*" },
		},
	}, err
}

// The isolation of transactions: an update is as if nobody else wrote, or is tried again; a claim locks the one row
// that it changes.
var postgresIsolation = map[access]*sql.TxOptions{
	viewing:  {Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	updating: {Isolation: sql.LevelSerializable},
	claiming: {Isolation: sql.LevelReadCommitted},
}

func openPostgres(ctx context.Context, db *database, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return errors.New("the database's URL is no address of a PostgreSQL database: use postgres://USER:PASSWORD@HOST/DATABASE")
	}
	if db.dialect, err = postgresDialect(); err != nil {
		return err
	}
	db.db = stdlib.OpenDB(*config)
	db.db.SetMaxOpenConns(postgresConnections)
	db.db.SetMaxIdleConns(postgresConnections)
	db.stop = append(db.stop, db.db.Close)
	if err := db.db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to the PostgreSQL database %s at %s: %w", config.Database, config.Host, err)
	}
	db.begin = func(ctx context.Context, a access) (session, error) { return db.db.BeginTx(ctx, postgresIsolation[a]) }
	l := newListener(config, db)
	db.dialect.announce = l.announce
	return l.start(ctx, db)
}

func isPostgres(codes ...string) func(error) bool {
	return func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && slices.Contains(codes, e.Code)
	}
}
