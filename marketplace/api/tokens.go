package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// NewToken is an API token, with its secret, which is shown once.
type NewToken struct {
	domain.Token
	Secret string `json:"secret" doc:"Sent as Authorization: Bearer SECRET; not shown again"`
}

func (s *Server) tokenRoutes(api huma.API) {
	const tag = "API tokens"
	route(api, "GET", "/tokens", "listTokens", tag, "The own API tokens", s.listTokens)
	route(api, "POST", "/tokens", "createToken", tag, "Make an API token", s.createToken)
	route(api, "DELETE", "/tokens/{token}", "deleteToken", tag, "Revoke an API token", s.deleteToken)
}

func (s *Server) listTokens(ctx context.Context, _ *none) (*answer[[]*domain.Token], error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	out := &answer[[]*domain.Token]{}
	return out, s.Store.View(ctx, func(tx store.Tx) error {
		var err error
		out.Body, err = tx.ListTokens(p.User)
		return err
	})
}

func (s *Server) createToken(ctx context.Context, in *struct {
	Body struct {
		Name    string     `json:"name"`
		Expires *time.Time `json:"expires,omitempty"`
	}
}) (*answer[NewToken], error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err == nil {
		err = auth.NeedsSession(ctx)
	}
	if err == nil {
		err = domain.Together("the token is not in order", domain.CheckTitle("body.name", in.Body.Name), checkFuture(s.now(), in.Body.Expires))
	}
	if err != nil {
		return nil, err
	}
	secret := auth.NewSecret(auth.TokenSecret)
	token := domain.Token{ID: domain.NewID(domain.TokenID), Name: in.Body.Name, User: p.User, Created: s.now(), Expires: in.Body.Expires, Hash: secret.Hash()}
	err = s.Store.Update(ctx, func(tx store.Tx) error {
		if have, err := tx.ListTokens(p.User); err != nil || len(have) >= maxTokens {
			return orElse(err, domain.Conflictf("too-many-tokens", "you have %d API tokens", len(have)).With("revoke one that is not needed any more"))
		}
		if err := tx.InsertToken(&token); err != nil {
			return err
		}
		return tx.Audit(s.entry(p, "token.create", "token", token.ID, token.Name))
	})
	if err != nil {
		return nil, err
	}
	return &answer[NewToken]{NewToken{Token: token, Secret: secret.Reveal()}}, nil
}

func (s *Server) deleteToken(ctx context.Context, in *struct {
	Token string `path:"token"`
}) (*none, error) {
	p, err := may(ctx, domain.ManageOwn, domain.Object{})
	if err != nil {
		return nil, err
	}
	return &none{}, s.Store.Update(ctx, func(tx store.Tx) error {
		if err := tx.DeleteToken(p.User, in.Token); err != nil {
			return err
		}
		return tx.Audit(s.entry(p, "token.delete", "token", in.Token, in.Token))
	})
}

// maxTokens is how many API tokens a user may have.
const maxTokens = 50

// checkFuture refuses an end that is past.
func checkFuture(now time.Time, end *time.Time) error {
	if end == nil || end.After(now) {
		return nil
	}
	return domain.Invalidf("body.expires", "past", "expires is past").With("choose a time to come, or none")
}

// orElse gives the failure if there is one, and otherwise the refusal.
func orElse(failure error, refusal *domain.Error) error {
	if failure != nil {
		return failure
	}
	return refusal
}
