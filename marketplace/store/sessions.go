package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var sessions = table[domain.Session]{
	name: "sessions", noun: "session", key: "hash",
	call:     func(*domain.Session) string { return "" },
	identify: func(s *domain.Session) string { return s.Hash },
	fields: func(s *domain.Session) []field {
		return []field{{"hash", &s.Hash, stored}, {"account", &s.User, stored}, {"created", moment{&s.Created}, stored},
			{"expires", moment{&s.Expires}, stored}, {"seen", moment{&s.Seen}, stored}}
	},
}

func (x *transaction) InsertSession(s *domain.Session) error { return sessions.insert(x, s) }

func (x *transaction) GetSession(hash string) (*domain.Session, error) {
	return sessions.getBy(x, "hash = ?", "the session", hash)
}

func (x *transaction) TouchSession(hash string, seen time.Time) error {
	if _, err := x.exec("UPDATE sessions SET seen = ? WHERE hash = ? AND seen < ?", seen.UnixMicro(), hash, seen.UnixMicro()); err != nil {
		return err
	}
	// no revision: being seen is no change that others could be in the way of
	_, err := x.exec("UPDATE users SET last_seen = ? WHERE name = (SELECT account FROM sessions WHERE hash = ?) AND coalesce(last_seen, 0) < ?",
		seen.UnixMicro(), hash, seen.UnixMicro())
	return err
}

func (x *transaction) DeleteSession(hash string) error {
	return sessions.deleteBy(x, "hash = ?", "the session", hash)
}

func (x *transaction) DeleteSessions(user string) error {
	_, err := x.exec("DELETE FROM sessions WHERE account = ?", user)
	return err
}

func (x *transaction) DeleteExpiredSessions(now time.Time) error {
	_, err := x.exec("DELETE FROM sessions WHERE expires <= ?", now.UnixMicro())
	return err
}
