package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/domain"
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
	return nil, unfinished()
}

func (s *Server) createToken(ctx context.Context, in *struct {
	Body struct {
		Name    string     `json:"name"`
		Expires *time.Time `json:"expires,omitempty"`
	}
}) (*answer[NewToken], error) {
	return nil, unfinished()
}

func (s *Server) deleteToken(ctx context.Context, in *struct {
	Token string `path:"token"`
}) (*none, error) {
	return nil, unfinished()
}
