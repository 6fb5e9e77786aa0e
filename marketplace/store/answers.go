package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// answersKept is how long the answer for an idempotency key is kept.
const answersKept = 24 * time.Hour

func (x *transaction) Once(user, key, fingerprint string) (*Answer, error) {
	now, err := x.now()
	if err != nil {
		return nil, err
	}
	a, of := &Answer{}, ""
	found, err := x.one([]any{&a.Status, &a.Body, &of}, "SELECT status, body, fingerprint FROM answers WHERE account = ? AND key = ? AND created > ?",
		user, key, now-answersKept.Microseconds())
	switch {
	case err != nil || !found:
		return nil, err
	case of != fingerprint:
		return nil, domain.Conflictf("idempotency-key", "the Idempotency-Key %q was used for another request", key).With("use a new one for each request")
	}
	return a, nil
}

func (x *transaction) KeepAnswer(user, key, fingerprint string, a Answer) error {
	now, err := x.now()
	if err != nil {
		return err
	}
	if _, err := x.exec("DELETE FROM answers WHERE created <= ?", now-answersKept.Microseconds()); err != nil {
		return err
	}
	_, err = x.exec("INSERT INTO answers (account, key, fingerprint, status, body, created) VALUES (?, ?, ?, ?, ?, ?)", user, key, fingerprint, a.Status, a.Body, now)
	if err != nil && x.db.dialect.isTaken(err) {
		return domain.Conflictf("idempotency-key", "the Idempotency-Key %q was used already", key).With("use a new one for each request")
	}
	return err
}

func (x *transaction) Setting(name string) (string, error) {
	value := ""
	_, err := x.one([]any{&value}, "SELECT value FROM settings WHERE name = ?", name)
	return value, err
}

func (x *transaction) PutSetting(name, value string) error {
	_, err := x.exec("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
