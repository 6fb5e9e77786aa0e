package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// connections are a fixed number of connections that keep their statements prepared, which is most of what a small
// statement costs in SQLite.
type connections struct {
	free   chan *connection
	opened int
	begun  string
	closed chan struct{}
	once   sync.Once
}

// connection is one of them.
type connection struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// turn is the use of a connection by one transaction: a session.
type turn struct {
	*connection
	all  *connections
	over bool // the connection may be another transaction's
}

// maxPrepared bounds how many statements a connection keeps: lists are filtered in many ways.
const maxPrepared = 300

// newConnections opens n connections, whose transactions start with a statement.
func newConnections(ctx context.Context, db *sql.DB, n int, begin string) (*connections, error) {
	all := &connections{free: make(chan *connection, n), closed: make(chan struct{}), begun: begin}
	for range n {
		conn, err := db.Conn(ctx)
		if err != nil {
			return nil, errors.Join(err, all.close())
		}
		all.opened++
		all.free <- &connection{conn: conn, prepared: map[string]*sql.Stmt{}}
	}
	return all, nil
}

// begin waits for a connection and starts a transaction.
func (all *connections) begin(ctx context.Context) (session, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-all.closed:
		return nil, sql.ErrConnDone
	case c := <-all.free:
		if _, err := c.ExecContext(ctx, all.begun); err != nil {
			all.free <- c
			return nil, err
		}
		return &turn{connection: c, all: all}, nil
	}
}

// close waits for the transactions that are open.
func (all *connections) close() (err error) {
	all.once.Do(func() {
		close(all.closed)
		for range all.opened {
			c := <-all.free
			for _, s := range c.prepared {
				err = errors.Join(err, s.Close())
			}
			err = errors.Join(err, c.conn.Close())
		}
	})
	return err
}

func (c *connection) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	s, err := c.prepare(ctx, statement)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c *connection) QueryContext(ctx context.Context, statement string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, statement)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *connection) prepare(ctx context.Context, statement string) (*sql.Stmt, error) {
	if s := c.prepared[statement]; s != nil {
		return s, nil
	}
	if len(c.prepared) >= maxPrepared {
		for text, s := range c.prepared {
			_ = s.Close()
			delete(c.prepared, text)
		}
	}
	s, err := c.conn.PrepareContext(ctx, statement)
	if err == nil {
		c.prepared[statement] = s
	}
	return s, err
}

// Commit is not interrupted: whoever asked for it would not know what came of it.
func (t *turn) Commit() error {
	if t.over {
		return sql.ErrTxDone
	}
	if _, err := t.ExecContext(context.Background(), "COMMIT"); err != nil {
		return err // Rollback comes next
	}
	t.end()
	return nil
}

func (t *turn) Rollback() error {
	if t.over {
		return nil
	}
	defer t.end()
	_, err := t.ExecContext(context.Background(), "ROLLBACK")
	return err
}

func (t *turn) end() {
	t.over = true
	t.all.free <- t.connection
}
