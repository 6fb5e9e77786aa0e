package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is that of PostgreSQL on which processes tell each other of topics.
const channel = "chandler_store"

// reconnectWait is between attempts to reach a database that was lost.
const reconnectWait = time.Second

// listener hears of what other processes commit in the same PostgreSQL database.
type listener struct {
	config *pgx.ConnConfig
	topics *broker
	log    *slog.Logger
	// self begins the messages of this process, which it knows of already.
	self string
}

func newListener(config *pgx.ConnConfig, db *database) *listener {
	return &listener{config: config, topics: db.topics, log: db.log, self: rand.Text()}
}

// announce sends the topics of a transaction with its commit.
func (l *listener) announce(x *transaction) error {
	if len(x.topics) == 0 {
		return nil
	}
	_, err := x.exec("SELECT pg_notify('"+channel+"', CAST(? AS text) || ' ' || topic) FROM unnest(CAST(? AS text[])) topic", l.self, x.topics)
	return err
}

// start listens from now on until the database is closed.
func (l *listener) start(ctx context.Context, db *database) error {
	conn, err := l.connect(ctx)
	if err != nil {
		return fmt.Errorf("listen to the database: %w", err)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.listen(running, conn)
	}()
	db.stop = append(db.stop, func() error { stop(); <-done; return nil })
	return nil
}

func (l *listener) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		_ = conn.Close(ctx)
		return nil, err
	}
	return conn, nil
}

// listen publishes what it hears. After a lost connection it publishes the empty topic: something may have been missed.
func (l *listener) listen(ctx context.Context, conn *pgx.Conn) {
	for conn != nil {
		err := l.hear(ctx, conn)
		_ = conn.Close(context.WithoutCancel(ctx))
		if ctx.Err() != nil {
			return
		}
		l.log.WarnContext(ctx, "lost the connection that listens to the database", "error", err)
		conn = l.reconnect(ctx)
		l.topics.publish("")
	}
}

func (l *listener) hear(ctx context.Context, conn *pgx.Conn) error {
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		if from, topic, ok := strings.Cut(n.Payload, " "); ok && from != l.self {
			l.topics.publish(topic)
		}
	}
}

// reconnect tries until it is connected or ctx ends; nil then.
func (l *listener) reconnect(ctx context.Context) *pgx.Conn {
	for {
		conn, err := l.connect(ctx)
		if err == nil {
			l.log.InfoContext(ctx, "listening to the database again")
			return conn
		}
		if pause(ctx, reconnectWait) != nil {
			return nil
		}
	}
}
