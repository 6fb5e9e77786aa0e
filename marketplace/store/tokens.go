package store

import (
	"time"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

var tokens = table[domain.Token]{
	name: "tokens", noun: "token", key: "id",
	call:     func(t *domain.Token) string { return t.Name },
	identify: func(t *domain.Token) string { return t.ID },
	fields: func(t *domain.Token) []field {
		return []field{{"id", &t.ID, stored}, {"name", &t.Name, stored}, {"account", &t.User, stored}, {"created", moment{&t.Created}, stored},
			{"expires", perhaps{&t.Expires}, stored}, {"used", perhaps{&t.Used}, stored}, {"hash", &t.Hash, stored}}
	},
}

func (x *transaction) InsertToken(t *domain.Token) error { return tokens.insert(x, t) }

func (x *transaction) GetToken(hash string) (*domain.Token, error) {
	return tokens.getBy(x, "hash = ?", "the token", hash)
}

func (x *transaction) TouchToken(id string, used time.Time) error {
	_, err := x.exec("UPDATE tokens SET used = ? WHERE id = ? AND coalesce(used, 0) < ?", used.UnixMicro(), id, used.UnixMicro())
	return err
}

func (x *transaction) DeleteToken(user, id string) error {
	return tokens.deleteBy(x, "account = ? AND id = ?", "token "+id, user, id)
}

func (x *transaction) ListTokens(user string) ([]*domain.Token, error) {
	return tokens.query(x, "WHERE account = ? ORDER BY created DESC, id", true, user)
}

var links = table[domain.Link]{
	name: "links", noun: "link", key: "hash",
	call:     func(*domain.Link) string { return "" },
	identify: func(l *domain.Link) string { return l.Hash },
	fields: func(l *domain.Link) []field {
		return []field{{"hash", &l.Hash, stored}, {"account", &l.User, stored}, {"expires", moment{&l.Expires}, stored}}
	},
}

func (x *transaction) InsertLink(l *domain.Link) error { return links.insert(x, l) }

func (x *transaction) TakeLink(hash string) (*domain.Link, error) {
	l, err := links.getBy(x, "hash = ?", "the link", hash)
	if err != nil {
		return nil, err
	}
	return l, links.deleteBy(x, "hash = ?", "the link", hash)
}
