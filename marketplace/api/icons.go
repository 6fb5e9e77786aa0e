package api

import (
	"context"
	"errors"
	"regexp"

	"github.com/danielgtaylor/huma/v2"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

func (s *Server) putAppIcon(ctx context.Context, in *struct {
	InApp
	RawBody huma.MultipartFormFiles[struct {
		Icon huma.FormFile `form:"icon" required:"true"`
	}]
}) (*answer[App], error) {
	if err := s.Store.View(ctx, func(tx store.Tx) error {
		_, err := useApp(tx, principal(ctx), in.App, domain.ManageApps)
		return err
	}); err != nil {
		return nil, err
	}
	icon, err := readIcon(in.RawBody.Data().Icon)
	if err != nil {
		return nil, err
	}
	digest, err := s.keepIcon(&upload{icon: icon})
	if err != nil {
		return nil, err
	}
	return write(ctx, s, func(tx store.Tx, p *domain.Principal) (App, error) {
		a, err := useApp(tx, p, in.App, domain.ManageApps)
		if err != nil {
			return App{}, err
		}
		a.Details.Icon = digest
		return s.keepApp(tx, p, a, "app.icon", "")
	})
}

// file is an output of bytes.
type file struct {
	Type         string `header:"Content-Type"`
	Disposition  string `header:"Content-Disposition"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

var digest = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// getIcon gives an icon to who knows its digest, which nobody can guess who has not seen it.
func (s *Server) getIcon(_ context.Context, in *struct {
	Digest string `path:"digest"`
}) (*file, error) {
	missing := domain.NotFoundf("there is no such icon")
	if !digest.MatchString(in.Digest) {
		return nil, missing
	}
	png, err := s.Artifacts.Icon(s.Artifacts.Reference("icons", in.Digest))
	if errors.Is(err, artifacts.ErrNotFound) {
		return nil, missing
	}
	return &file{Type: "image/png", CacheControl: "private, max-age=31536000, immutable", Body: png}, err
}
