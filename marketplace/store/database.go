package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// database is a Store over database/sql.
type database struct {
	dialect *dialect
	db      *sql.DB
	begin   func(context.Context, access) (session, error)
	topics  *broker
	log     *slog.Logger
	clock   func() time.Time // nil: the database's own
	stop    []func() error   // what Close does, last first
}

// access is what a transaction is for.
type access int

const (
	viewing access = iota
	updating
	claiming // one statement that takes a row of work
)

// errAgain asks for the transaction to be tried again.
var errAgain = errors.New("somebody else was faster")

// session is the connection of one transaction.
type session interface {
	ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error)
	Commit() error
	Rollback() error // does nothing after Commit
}

func (db *database) View(ctx context.Context, fn func(Tx) error) error {
	_, err := db.run(ctx, viewing, fn)
	return db.dialect.explain(err)
}

func (db *database) Update(ctx context.Context, fn func(Tx) error) error {
	return db.retry(ctx, updating, fn)
}

// retry repeats a transaction that others got in the way of, until it is committed or refused.
func (db *database) retry(ctx context.Context, a access, fn func(Tx) error) error {
	for attempt := 1; ; attempt++ {
		topics, err := db.run(ctx, a, fn)
		if err == nil {
			db.topics.publish(topics...)
			return nil
		}
		if !db.dialect.isBusy(err) && !errors.Is(err, errAgain) {
			return db.dialect.explain(err)
		}
		if attempt == db.dialect.attempts {
			return &domain.Error{Kind: domain.Unavailable, Code: "busy", Message: "too many changes at the same time", Hint: "try again in a moment"}
		}
		if err := pause(ctx, rand.N(time.Duration(min(attempt, 20))*time.Millisecond)); err != nil {
			return err
		}
	}
}

// run calls fn once, within a transaction, and gives the topics that it notified.
func (db *database) run(ctx context.Context, a access, fn func(Tx) error) ([]string, error) {
	s, err := db.begin(ctx, a)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Rollback() }()
	x := &transaction{ctx: ctx, db: db, session: s}
	if err := fn(x); err != nil {
		return nil, err
	}
	if err := db.dialect.announce(x); err != nil {
		return nil, err
	}
	return x.topics, s.Commit()
}

func (db *database) Subscribe(ctx context.Context, topics ...string) <-chan string {
	return db.topics.subscribe(ctx, topics)
}

func (db *database) Ping(ctx context.Context) error { return db.db.PingContext(ctx) }

func (db *database) Close() error {
	stops := db.stop
	db.stop = nil // closed again there is nothing to wait for
	var faults []error
	for _, stop := range slices.Backward(stops) {
		faults = append(faults, stop())
	}
	return errors.Join(faults...)
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
