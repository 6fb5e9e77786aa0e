package store

import (
	"context"
	"errors"
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// WorkTopic is notified when work is added.
const WorkTopic = "work"

func (x *transaction) Enqueue(kind WorkKind, subject string) error {
	now, err := x.now()
	if err != nil {
		return err
	}
	x.Notify(WorkTopic)
	_, err = x.exec("INSERT INTO work (id, kind, subject, attempts, owner, until, due, created) VALUES (?, ?, ?, 0, '', 0, ?, ?) "+
		"ON CONFLICT (kind, subject) WHERE owner = '' DO NOTHING", domain.NewID(domain.WorkID), string(kind), subject, now, now)
	return err
}

func (db *database) Claim(ctx context.Context, owner string, lease time.Duration, kinds ...WorkKind) (*Work, error) {
	var claimed *Work
	err := db.retry(ctx, claiming, func(tx Tx) error {
		var err error
		claimed, err = tx.(*transaction).claim(owner, lease, kinds) // it is ours
		if err != nil && db.dialect.isTaken(err) {
			err = errAgain // somebody else took work of the same kind for the same subject
		}
		return err
	})
	return claimed, err
}

// claim leaves work alone while the same kind is done for the same subject: what was begun before is ended first.
func (x *transaction) claim(owner string, lease time.Duration, kinds []WorkKind) (*Work, error) {
	now, err := x.now()
	if err != nil {
		return nil, err
	}
	var f filter
	f.and("due <= ?", now)
	f.and("(owner = '' OR until <= ?)", now)
	if len(kinds) > 0 {
		in(&f, "kind", kinds)
	}
	f.and("NOT EXISTS (SELECT 1 FROM work held WHERE held.kind = work.kind AND held.subject = work.subject AND held.owner <> '' AND held.id <> work.id)")
	w := &Work{}
	args := append([]any{owner, now + lease.Microseconds()}, f.args...)
	found, err := x.one([]any{&w.ID, &w.Kind, &w.Subject, &w.Attempts, &w.Owner, moment{&w.Until}, moment{&w.Created}},
		"UPDATE work SET owner = ?, until = ?, attempts = attempts + 1 WHERE id = (SELECT id FROM work "+f.where()+
			" ORDER BY due, created, id LIMIT 1"+x.db.dialect.skipLocked+") RETURNING id, kind, subject, attempts, owner, until, created", args...)
	if err != nil || !found {
		return nil, err
	}
	return w, nil
}

func (db *database) Renew(ctx context.Context, w *Work, lease time.Duration) error {
	return db.retry(ctx, claiming, func(tx Tx) error {
		x := tx.(*transaction) // it is ours
		now, err := x.now()
		if err != nil {
			return err
		}
		until := now + lease.Microseconds()
		if err := x.held(w, "UPDATE work SET until = ? WHERE id = ? AND owner = ? AND attempts = ?", until, w.ID, w.Owner, w.Attempts); err != nil {
			return err
		}
		w.Until = time.UnixMicro(until).UTC()
		return nil
	})
}

func (db *database) Waiting(ctx context.Context) (map[WorkKind]int, error) {
	waiting := map[WorkKind]int{}
	return waiting, db.View(ctx, func(tx Tx) (err error) {
		x := tx.(*transaction) // it is ours
		rows, err := x.query("SELECT kind, count(*) FROM work GROUP BY kind")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var kind WorkKind
			var n int
			if err := rows.Scan(&kind, &n); err != nil {
				return err
			}
			waiting[kind] = n
		}
		return rows.Err()
	})
}

func (x *transaction) FinishWork(w *Work) error {
	return x.held(w, "DELETE FROM work WHERE id = ? AND owner = ? AND attempts = ?", w.ID, w.Owner, w.Attempts)
}

// PostponeWork drops the work if the same is waiting already.
func (x *transaction) PostponeWork(w *Work, until time.Time) error {
	n, err := x.count("SELECT count(*) FROM work WHERE kind = ? AND subject = ? AND owner = ''", string(w.Kind), w.Subject)
	if err != nil {
		return err
	}
	if n > 0 {
		return x.FinishWork(w)
	}
	return x.held(w, "UPDATE work SET owner = '', until = 0, due = ? WHERE id = ? AND owner = ? AND attempts = ?", until.UnixMicro(), w.ID, w.Owner, w.Attempts)
}

// held runs a statement on the work that its owner still holds.
func (x *transaction) held(w *Work, statement string, args ...any) error {
	n, err := x.exec(statement, args...)
	if err == nil && n == 0 {
		return domain.Conflictf("lease-lost", "%s no longer holds the work %s of %s: the lease ran out, or it is done", w.Owner, w.Kind, w.Subject)
	}
	return err
}
