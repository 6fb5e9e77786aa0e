package api

import (
	"context"
	"path"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/artifacts"
	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// packed is a package that the registry has, and what a version keeps of it.
type packed struct {
	domain.Package
	number string
	files  store.Files
}

// appRepository is where the registry has the packages of an app, checkRepository those that were only looked at.
func appRepository(app string) string         { return "apps/" + app }
func checkRepository(workspace string) string { return "checks/" + workspace }

// pack makes a package of an upload and keeps it in a repository. That is by digest: if the version it is for comes to
// nothing, it does no harm.
func (s *Server) pack(ctx context.Context, u *upload, repository, title string) (*packed, error) {
	if u.chart == nil {
		return s.importImage(ctx, u, repository)
	}
	c := u.chart
	if err := domain.CheckVersion("body.package", c.Version); err != nil {
		return nil, err
	}
	built, err := s.Artifacts.Package(ctx, c, artifacts.PackageOptions{Repository: repository, Title: title})
	if err != nil {
		return nil, ofPackage("body.package", err)
	}
	ref, err := s.Artifacts.PutChart(repository+"/"+c.Name, c)
	if err != nil {
		return nil, err
	}
	p := packedOf(built, c.Version)
	p.Kind, p.ChartName, p.AppVersion, p.Size = domain.HelmChart, c.Name, oneLine(c.AppVersion, domain.MaxTitle), int64(len(c.Archive))
	_, p.Digest, _ = strings.Cut(ref, "@")
	p.files.Readme = c.README
	p.Notes = append(p.Notes, notesOf(c.Warnings)...)
	return p, nil
}

func (s *Server) importImage(ctx context.Context, u *upload, repository string) (*packed, error) {
	built, err := s.Artifacts.Import(ctx, u.image, repository)
	if err != nil {
		return nil, ofPackage("body.image", err)
	}
	if err := domain.CheckVersion("body.image", built.Version); err != nil {
		return nil, err
	}
	p := packedOf(built, built.Version)
	p.Kind, p.ChartName, p.Digest, p.Size = domain.DeployerImage, path.Base(built.AppPrefix), built.Digest, built.Size
	return p, nil
}

func packedOf(b *artifacts.Built, number string) *packed {
	p := &packed{number: number, files: store.Files{Schema: b.Schema, Form: b.Form}}
	p.Deployer, p.Flavour, p.AppPrefix, p.OfChandler, p.Images = b.DeployerRef, b.Flavour, b.AppPrefix, b.OfChandler, b.Images
	if p.Images == nil {
		p.Images = []string{}
	}
	for _, n := range b.Notes {
		p.Notes = append(p.Notes, domain.PackageNote{File: n.File, Text: n.Text})
	}
	p.Notes = append(p.Notes, notesOf(b.Warnings)...)
	return p
}

func notesOf(warnings []artifacts.Problem) []domain.PackageNote {
	notes := make([]domain.PackageNote, len(warnings))
	for i, w := range warnings {
		notes[i] = domain.PackageNote{File: w.File, Text: sentences(w.Message, w.Hint)}
	}
	return notes
}

// sentences puts what is wrong and what to do, if anything, one after the other.
func sentences(message, hint string) string {
	if hint == "" {
		return message
	}
	return strings.TrimSuffix(message, ".") + ". " + hint
}

// version makes a draft of the package.
func (p *packed) version(app, author, changes string, s *Server) *domain.Version {
	now := s.now()
	return &domain.Version{ID: domain.NewID(domain.VersionID), App: app, Number: p.number, State: domain.Draft, Changes: changes, Package: p.Package,
		Author: author, Created: now, Updated: now}
}

// chartRef is the reference of a version's chart.
func (s *Server) chartRef(v *domain.Version) string {
	return s.Artifacts.Reference(appRepository(v.App)+"/"+v.Package.ChartName, v.Package.Digest)
}

// filesRef is the reference of what a version's files are shown of.
func (s *Server) filesRef(v *domain.Version) string {
	if v.Package.Kind == domain.HelmChart {
		return s.chartRef(v)
	}
	return v.Package.Deployer
}
