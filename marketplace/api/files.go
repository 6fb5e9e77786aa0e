package api

import (
	"context"
	"errors"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// PackageFile is a file of a package.
type PackageFile struct {
	Path string `json:"path"`
	Size int64  `json:"size" doc:"Bytes"`
}

// FileText is a file with what it holds.
type FileText struct {
	PackageFile
	Binary    bool   `json:"binary"`
	Text      string `json:"text" doc:"Empty for a binary file"`
	Truncated bool   `json:"truncated,omitempty" doc:"The file goes on"`
}

// Readme is a package's README.
type Readme struct {
	Readme string `json:"readme" doc:"Markdown; empty if there is none"`
}

// seen gives a version to who may see it.
func (s *Server) seen(ctx context.Context, version string) (f found, err error) {
	err = s.Store.View(ctx, func(tx store.Tx) (err error) {
		f, err = seeVersion(tx, principal(ctx), version)
		return err
	})
	return f, err
}

func (s *Server) downloadPackage(ctx context.Context, in *InVersion) (*file, error) {
	f, err := s.seen(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	if f.version.Package.Kind != domain.HelmChart {
		return nil, domain.NotFoundf("version %s is a deployer image, not a chart", f.version.Number).With("pull " + f.version.Package.Deployer)
	}
	data, err := s.Artifacts.Chart(s.chartRef(f.version))
	name := f.version.Package.ChartName + "-" + f.version.Number + ".tgz"
	return &file{Type: "application/gzip", Disposition: `attachment; filename="` + name + `"`, CacheControl: "private, no-cache", Body: data}, err
}

func (s *Server) getReadme(ctx context.Context, in *InVersion) (*answer[Readme], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (Readme, error) {
		if _, err := seeVersion(tx, p, in.Version); err != nil {
			return Readme{}, err
		}
		files, err := tx.GetFiles(in.Version)
		if err != nil {
			return Readme{}, err
		}
		return Readme{files.Readme}, nil
	})
}

func (s *Server) listVersionFiles(ctx context.Context, in *InVersion) (*answer[[]PackageFile], error) {
	f, err := s.seen(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	found, err := s.Artifacts.Files(ctx, s.filesRef(f.version))
	if err != nil {
		return nil, err
	}
	out := make([]PackageFile, len(found))
	for i, file := range found {
		out[i] = PackageFile(file)
	}
	return &answer[[]PackageFile]{out}, nil
}

func (s *Server) getVersionFile(ctx context.Context, in *struct {
	InVersion
	Path string `query:"path" required:"true" maxLength:"500"`
}) (*answer[FileText], error) {
	f, err := s.seen(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	text, err := s.Artifacts.Text(ctx, s.filesRef(f.version), in.Path)
	if errors.Is(err, artifacts.ErrNotFound) {
		return nil, domain.NotFoundf("version %s has no file %s", f.version.Number, strings.ToValidUTF8(in.Path, "?"))
	}
	if err != nil {
		return nil, err
	}
	return &answer[FileText]{FileText{PackageFile{text.Path, text.Size}, text.Binary, text.Text, text.Truncated}}, nil
}
