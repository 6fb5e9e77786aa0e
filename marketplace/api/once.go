package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// view gives what read gives of one state of the database to who asks.
func view[T any](ctx context.Context, s *Server, read func(tx store.Tx, p *domain.Principal) (T, error)) (*answer[T], error) {
	out := &answer[T]{}
	err := s.Store.View(ctx, func(tx store.Tx) (err error) {
		out.Body, err = read(tx, principal(ctx))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// write gives what a change gives, which is made as a whole or not at all.
func write[T any](ctx context.Context, s *Server, change func(tx store.Tx, p *domain.Principal) (T, error)) (*answer[T], error) {
	out := &answer[T]{}
	err := s.Store.Update(ctx, func(tx store.Tx) (err error) {
		out.Body, err = change(tx, principal(ctx))
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// once is write for requests that may come again: the same key with the same request gets the same answer, and the change
// is made once. asked tells this request from others.
func once[T any](ctx context.Context, s *Server, in Idempotent, asked []any, change func(tx store.Tx, p *domain.Principal) (T, error)) (*answer[T], error) {
	p := principal(ctx)
	if in.Key == "" || p.User == "" {
		return write(ctx, s, change)
	}
	if strings.ContainsFunc(in.Key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, domain.Invalidf("header.Idempotency-Key", "idempotency-key", "the Idempotency-Key is not plain text").With("use letters, digits and dashes, such as a UUID")
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("fingerprint of the request: %w", err)
	}
	fingerprint := s.Sealer.Fingerprint(text)
	do := func(tx store.Tx, p *domain.Principal) (out T, err error) {
		kept, err := tx.Once(p.User, in.Key, fingerprint)
		if err != nil {
			return out, atKey(err)
		}
		if kept != nil {
			return out, json.Unmarshal(kept.Body, &out)
		}
		if out, err = change(tx, p); err != nil {
			return out, err
		}
		body, err := json.Marshal(out)
		if err != nil {
			return out, err
		}
		return out, tx.KeepAnswer(p.User, in.Key, fingerprint, store.Answer{Status: http.StatusOK, Body: body})
	}
	out, err := write(ctx, s, do)
	var refused *domain.Error
	if errors.As(err, &refused) && refused.Kind == domain.Conflict {
		return write(ctx, s, do) // it may be this very request that has come at the same time: its answer is there now
	}
	return out, err
}

// atKey names the header in a refusal that is about it.
func atKey(err error) error {
	var e *domain.Error
	if errors.As(err, &e) && e.Field == "" {
		e.Field = "header.Idempotency-Key"
	}
	return err
}
