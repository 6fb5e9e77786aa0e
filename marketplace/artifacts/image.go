package artifacts

import (
	"bytes"
	"context"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// PutImage keeps an image in a repository and gives its reference by digest. Layers that the store has are not read
// again. The error says if the image is larger than the limits allow, or not what its digests say.
func (s *Store) PutImage(ctx context.Context, name string, img v1.Image) (string, error) {
	r, err := s.repository(name)
	if err != nil {
		return "", err
	}
	d, err := r.putImage(ctx, img)
	if err != nil {
		return "", fmt.Errorf("keep the image %s: %w", name, err)
	}
	return s.Reference(name, d.String()), nil
}

func (r repository) putImage(ctx context.Context, img v1.Image) (v1.Hash, error) {
	raw, m, err := r.store.acceptable(img)
	if err != nil {
		return v1.Hash{}, err
	}
	config, err := img.RawConfigFile()
	if err != nil {
		return v1.Hash{}, err
	}
	kept := []v1.Hash{m.Config.Digest}
	if err := r.store.blobs.put(m.Config.Digest, int64(len(config)), reader(config)); err != nil {
		return v1.Hash{}, err
	}
	for _, l := range m.Layers {
		if err := ctx.Err(); err != nil {
			return v1.Hash{}, err
		}
		layer, err := img.LayerByDigest(l.Digest)
		if err != nil {
			return v1.Hash{}, err
		}
		if err := r.store.blobs.put(l.Digest, l.Size, layer.Compressed); err != nil {
			return v1.Hash{}, err
		}
		kept = append(kept, l.Digest)
	}
	mediaType, err := img.MediaType()
	if err != nil {
		return v1.Hash{}, err
	}
	return r.putManifest(raw, mediaType, kept...)
}

// acceptable reads an image's manifest and holds it to the limits.
func (s *Store) acceptable(img v1.Image) ([]byte, *v1.Manifest, error) {
	raw, err := img.RawManifest()
	if err != nil {
		return nil, nil, err
	}
	m, err := v1.ParseManifest(bytes.NewReader(raw))
	if err != nil {
		return nil, nil, fmt.Errorf("its manifest cannot be read: %w", err)
	}
	var size int64
	for _, l := range append([]v1.Descriptor{m.Config}, m.Layers...) {
		if _, err := hashOf(l.Digest.String()); err != nil {
			return nil, nil, err
		}
		if len(l.URLs) > 0 {
			return nil, nil, fmt.Errorf("its layer %s lies elsewhere (%s); build the image with all its layers", l.Digest, l.URLs[0])
		}
		if size += l.Size; l.Size < 0 || size > s.options.Limits.ImageBytes {
			return nil, nil, fmt.Errorf("it has more than %d MiB", s.options.Limits.ImageBytes>>20)
		}
	}
	if len(m.Layers) > maxLayers || m.Config.Size > maxManifest {
		return nil, nil, fmt.Errorf("it has more than %d layers, or a configuration of more than %d MiB", maxLayers, maxManifest>>20)
	}
	return raw, m, nil
}

// maxLayers is how many layers the runtimes of containers take.
const maxLayers = 127

// Image opens an image that the store has. What is read of it is checked against its digest.
func (s *Store) Image(ref string) (v1.Image, error) {
	r, d, err := s.parse(ref)
	if err != nil {
		return nil, err
	}
	raw, mediaType, err := r.manifest(d)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", ref, err)
	}
	m, err := v1.ParseManifest(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", ref, err)
	}
	return partial.CompressedToImage(&storedImage{blobs: s.blobs, raw: raw, mediaType: mediaType, manifest: m})
}

// storedImage is an image in the store.
type storedImage struct {
	blobs     blobs
	raw       []byte
	mediaType types.MediaType
	manifest  *v1.Manifest
}

func (i *storedImage) MediaType() (types.MediaType, error) { return i.mediaType, nil }
func (i *storedImage) RawManifest() ([]byte, error)        { return i.raw, nil }
func (i *storedImage) RawConfigFile() ([]byte, error) {
	return i.blobs.read(i.manifest.Config.Digest, maxManifest)
}

// LayerByDigest gives a layer, or the configuration as one.
func (i *storedImage) LayerByDigest(d v1.Hash) (partial.CompressedLayer, error) {
	for _, l := range append([]v1.Descriptor{i.manifest.Config}, i.manifest.Layers...) {
		if l.Digest == d {
			return &storedLayer{i.blobs, l}, nil
		}
	}
	return nil, fmt.Errorf("the image has no layer %s", d)
}

// storedLayer is a layer in the store.
type storedLayer struct {
	blobs blobs
	v1.Descriptor
}

func (l *storedLayer) Digest() (v1.Hash, error)            { return l.Descriptor.Digest, nil }
func (l *storedLayer) Size() (int64, error)                { return l.Descriptor.Size, nil }
func (l *storedLayer) MediaType() (types.MediaType, error) { return l.Descriptor.MediaType, nil }
func (l *storedLayer) Compressed() (io.ReadCloser, error) {
	r, _, err := l.blobs.open(l.Descriptor.Digest)
	return r, err
}

func reader(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
