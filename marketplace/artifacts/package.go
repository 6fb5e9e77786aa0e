package artifacts

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/scaffold"
)

// PackageOptions say how a chart becomes a package.
type PackageOptions struct {
	// Repository is where the deployer image goes: as REPOSITORY/deployer.
	Repository string
	// Title is what people read; made of the chart's name if it is empty.
	Title string
}

// ofChandlerLabel says of an image that Chandler's deployer is in it.
const ofChandlerLabel = "dev.chandler.deployer"

// Package makes a deployer image of a chart and keeps it. The chart's images stay the ones that it names. It is rendered
// with its defaults first, in a process of its own; the error is an *UploadError with file and line if it does not
// render, or if a deployer would refuse what it renders to. The same chart gives the same image.
func (s *Store) Package(ctx context.Context, c *Chart, o PackageOptions) (*Built, error) {
	dir, err := os.MkdirTemp(filepath.Join(s.dir, partialDir), "package-*")
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", c.Name, err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	findings, err := s.delegate(ctx, work{Dir: dir, Chart: c.Archive, Name: scaffold.NameOf(c.Name), Title: o.Title})
	if err != nil {
		return nil, err
	}
	img, err := s.build(ctx, filepath.Join(dir, packageRoot), c, findings)
	if err != nil {
		return nil, fmt.Errorf("package %s: %w", c.Name, err)
	}
	return s.keep(ctx, img, o.Repository, *findings)
}

// build makes the deployer image of the package folder that a worker left.
func (s *Store) build(ctx context.Context, dir string, c *Chart, f *Findings) (v1.Image, error) {
	source, err := images.OpenFolder(dir, images.FolderOptions{})
	if err != nil {
		return nil, err
	}
	return images.Build(ctx, source, images.BuildOptions{DeployerBinary: s.options.DeployerBinary, Title: c.Name, Version: f.Version,
		Labels: map[string]string{ofChandlerLabel: "store"}})
}

// keep keeps a deployer image with what was found of it.
func (s *Store) keep(ctx context.Context, img v1.Image, repository string, f Findings) (*Built, error) {
	ref, err := s.PutImage(ctx, repository+"/deployer", img)
	if err != nil {
		return nil, err
	}
	b := &Built{DeployerRef: ref, Findings: f}
	config, err := img.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("read the image %s: %w", ref, err)
	}
	_, b.OfChandler = config.Config.Labels[ofChandlerLabel]
	digest, err := img.Digest()
	if err != nil {
		return nil, fmt.Errorf("read the image %s: %w", ref, err)
	}
	b.Digest = digest.String()
	m, err := img.Manifest()
	if err != nil {
		return nil, fmt.Errorf("read the image %s: %w", ref, err)
	}
	for _, l := range m.Layers {
		b.Size += l.Size
	}
	return b, nil
}
