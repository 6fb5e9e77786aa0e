package api

import (
	"context"
	"errors"
	"time"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// seenEvery is how exactly it is kept when a session or token was used last: writing it each time would make every
// reading request one that writes.
const seenEvery = time.Minute

// directory finds whom sessions and tokens belong to; it is the auth.Directory of the server.
type directory struct{ *Server }

// BySession finds the user of a session.
func (d directory) BySession(ctx context.Context, hash string) (*domain.Principal, error) {
	now := d.now()
	var p *domain.Principal
	var seen time.Time
	err := d.Store.View(ctx, func(tx store.Tx) error {
		session, err := tx.GetSession(hash)
		if err != nil || !now.Before(session.Expires) || now.Sub(session.Seen) >= auth.SessionIdle {
			return err
		}
		seen = session.Seen
		p, err = principalOf(tx, session.User)
		return err
	})
	if p != nil && now.Sub(seen) >= seenEvery {
		d.touch(ctx, func(tx store.Tx) error { return tx.TouchSession(hash, now) })
	}
	return p, unlessMissing(err)
}

// ByToken finds the user of an API token.
func (d directory) ByToken(ctx context.Context, hash string) (*domain.Principal, error) {
	now := d.now()
	var p *domain.Principal
	var token *domain.Token
	err := d.Store.View(ctx, func(tx store.Tx) error {
		var err error
		if token, err = tx.GetToken(hash); err != nil || token.Expires != nil && !now.Before(*token.Expires) {
			return err
		}
		p, err = principalOf(tx, token.User)
		return err
	})
	if p != nil && (token.Used == nil || now.Sub(*token.Used) >= seenEvery) {
		d.touch(ctx, func(tx store.Tx) error { return tx.TouchToken(token.ID, now) })
	}
	return p, unlessMissing(err)
}

// principalOf gives who a user is; nil if the account is disabled.
func principalOf(tx store.Tx, name string) (*domain.Principal, error) {
	user, err := tx.GetUser(name)
	if err != nil || user.Disabled {
		return nil, err
	}
	return tx.Principal(name)
}

// touch keeps when something was used. The request goes on without it.
func (d directory) touch(ctx context.Context, write func(store.Tx) error) {
	if err := d.Store.Update(ctx, write); err != nil {
		logOf(ctx).WarnContext(ctx, "cannot keep when a session or token was used", "error", err)
	}
}

// unlessMissing drops the error that there is no such thing.
func unlessMissing(err error) error {
	if isMissing(err) {
		return nil
	}
	return err
}

func isMissing(err error) bool {
	var refusal *domain.Error
	return errors.As(err, &refusal) && refusal.Kind == domain.NotFound
}
