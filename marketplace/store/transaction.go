package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// transaction is a Tx.
type transaction struct {
	ctx     context.Context // a transaction lives as long as the call that it is for
	db      *database
	session session
	topics  []string
}

// exec runs a statement and gives how many rows it changed.
func (x *transaction) exec(statement string, args ...any) (int64, error) {
	r, err := x.session.ExecContext(x.ctx, x.db.dialect.placeholders(statement), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (x *transaction) query(statement string, args ...any) (*sql.Rows, error) {
	return x.session.QueryContext(x.ctx, x.db.dialect.placeholders(statement), args...)
}

// one reads the only row of an answer; false if there is none.
func (x *transaction) one(to []any, statement string, args ...any) (bool, error) {
	rows, err := x.query(statement, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return false, rows.Err()
	}
	return true, errors.Join(rows.Scan(to...), rows.Close())
}

// count gives the number that a statement counts.
func (x *transaction) count(statement string, args ...any) (int, error) {
	n := 0
	_, err := x.one([]any{&n}, statement, args...)
	return n, err
}

// now gives the time by which leases go, in microseconds.
func (x *transaction) now() (int64, error) {
	if x.db.clock != nil {
		return x.db.clock().UnixMicro(), nil
	}
	var now int64
	_, err := x.one([]any{&now}, "SELECT "+x.db.dialect.now)
	return now, err
}

func (x *transaction) Notify(topic string) {
	if !slices.Contains(x.topics, topic) {
		x.topics = append(x.topics, topic)
	}
}
