package engine

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/chandler-dev/chandler/marketplace/domain"
)

// deployerOf gives a deployer image of the store as a cluster takes it, and the files of its package.
func (e *Engine) deployerOf(ctx context.Context, on *connection, reference string, p domain.Package) (Image, fs.FS, error) {
	digest, err := name.NewDigest(reference)
	if err != nil {
		return Image{}, nil, fmt.Errorf("%q is no reference of a deployer image: %w", reference, err)
	}
	// The registry may be called otherwise by now than when the image was taken in.
	img := Image{Reference: e.Artifacts.Reference(digest.RepositoryStr(), digest.DigestStr()), AppPrefix: p.AppPrefix, OfChandler: p.OfChandler}
	files, err := e.Artifacts.PackageFiles(ctx, img.Reference)
	if err != nil {
		return Image{}, nil, fmt.Errorf("read the package: %w", err)
	}
	if on.loader != nil {
		archive, err := e.Artifacts.Archive(ctx, img.Reference)
		if err != nil {
			return Image{}, nil, fmt.Errorf("write the deployer image for the cluster's nodes: %w", err)
		}
		img.Archives = []string{archive}
	}
	return img, files, nil
}

// pullConfig is by what the nodes of a cluster pull the image; empty for those that it is loaded onto.
func (e *Engine) pullConfig(on *connection, img Image) ([]byte, error) {
	if on.loader != nil || e.PullConfig == nil {
		return nil, nil
	}
	return e.PullConfig(img.Reference)
}
