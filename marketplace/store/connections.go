package store

import (
	"context"
	"database/sql"
	"errors"
)

// connections are a fixed number of connections that keep their statements prepared, which is most of what a small
// statement costs in SQLite.
type connections struct {
	free  chan *connection
	begun string
}

// connection is one of them; it is a session from begin to Commit or Rollback.
type connection struct {
	all      *connections
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	open     bool
}

// maxPrepared bounds how many statements a connection keeps: lists are filtered in many ways.
const maxPrepared = 300

// newConnections opens n connections, whose transactions start with a statement.
func newConnections(ctx context.Context, db *sql.DB, n int, begin string) (*connections, error) {
	all := &connections{free: make(chan *connection, n), begun: begin}
	for range n {
		conn, err := db.Conn(ctx)
		if err != nil {
			return all, errors.Join(err, all.close())
		}
		all.free <- &connection{all: all, conn: conn, prepared: map[string]*sql.Stmt{}}
	}
	return all, nil
}

// begin waits for a connection and starts a transaction.
func (all *connections) begin(ctx context.Context) (session, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-all.free:
		if _, err := c.ExecContext(ctx, all.begun); err != nil {
			all.free <- c
			return nil, err
		}
		c.open = true
		return c, nil
	}
}

// close waits for the transactions that are open.
func (all *connections) close() error {
	var faults []error
	for range cap(all.free) {
		c := <-all.free
		for _, s := range c.prepared {
			faults = append(faults, s.Close())
		}
		faults = append(faults, c.conn.Close())
	}
	return errors.Join(faults...)
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
func (c *connection) Commit() error { return c.end("COMMIT") }

func (c *connection) Rollback() error { return c.end("ROLLBACK") }

func (c *connection) end(statement string) error {
	if !c.open {
		return nil
	}
	_, err := c.ExecContext(context.Background(), statement)
	if err != nil && statement == "COMMIT" {
		return err // Rollback comes next
	}
	c.open = false
	c.all.free <- c
	return err
}
