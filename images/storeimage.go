package images

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// maxMetadata bounds an index, manifest or configuration: registries take no larger manifests either.
const maxMetadata = 4 << 20

// openStore opens the one image of a layout.
func openStore(path string, s store) (v1.Image, error) {
	img, err := imageIn(s)
	if err != nil {
		return nil, fmt.Errorf("open the OCI image %s: %w", path, err)
	}
	return img, nil
}

func imageIn(s store) (v1.Image, error) {
	raw, err := readAll(s, "index.json")
	if err != nil {
		return nil, err
	}
	desc, err := choose(s, raw, 0)
	if err != nil {
		return nil, err
	}
	img := &storeImage{store: s, desc: *desc}
	if img.manifest, err = readBlob(s, desc.Digest); err != nil {
		return nil, err
	}
	m, err := v1.ParseManifest(bytes.NewReader(img.manifest))
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	img.config, img.layers = m.Config, m.Layers
	return partial.CompressedToImage(img)
}

// choose gives the image of an index that is for this machine; indexes in it are followed, not too deep.
func choose(s store, raw []byte, depth int) (*v1.Descriptor, error) {
	var index v1.IndexManifest
	if err := json.Unmarshal(raw, &index); err != nil {
		return nil, fmt.Errorf("read the index: %w", err)
	}
	var fit []v1.Descriptor
	for _, d := range index.Manifests {
		if d.Platform == nil || d.MediaType.IsIndex() || d.Platform.Satisfies(platform()) {
			fit = append(fit, d)
		}
	}
	switch {
	case len(index.Manifests) == 0:
		return nil, errors.New("it holds no image")
	case len(fit) == 0:
		return nil, fmt.Errorf("it holds no image for %s", platform())
	case len(fit) > 1:
		return nil, fmt.Errorf("it holds %d images; keep each in an archive of its own", len(fit))
	case !fit[0].MediaType.IsIndex():
		return &fit[0], nil
	case depth > 3:
		return nil, errors.New("its indexes are nested too deep")
	}
	nested, err := readBlob(s, fit[0].Digest)
	if err != nil {
		return nil, err
	}
	return choose(s, nested, depth+1)
}

// storeImage is an image in a layout.
type storeImage struct {
	store    store
	desc     v1.Descriptor
	manifest []byte
	config   v1.Descriptor
	layers   []v1.Descriptor
}

var _ partial.CompressedImageCore = (*storeImage)(nil)

func (i *storeImage) MediaType() (types.MediaType, error) { return i.desc.MediaType, nil }
func (i *storeImage) RawManifest() ([]byte, error)        { return i.manifest, nil }
func (i *storeImage) RawConfigFile() ([]byte, error)      { return readBlob(i.store, i.config.Digest) }

// LayerByDigest gives a layer, or the configuration as one, which is what pushing an image asks for.
func (i *storeImage) LayerByDigest(h v1.Hash) (partial.CompressedLayer, error) {
	for _, d := range append(i.layers, i.config) {
		if d.Digest == h {
			return &storeLayer{store: i.store, desc: d}, nil
		}
	}
	return nil, fmt.Errorf("the image has no layer %s", h)
}

type storeLayer struct {
	store store
	desc  v1.Descriptor
}

func (l *storeLayer) Digest() (v1.Hash, error)            { return l.desc.Digest, nil }
func (l *storeLayer) Size() (int64, error)                { return l.desc.Size, nil }
func (l *storeLayer) MediaType() (types.MediaType, error) { return l.desc.MediaType, nil }
func (l *storeLayer) Compressed() (io.ReadCloser, error)  { return openBlob(l.store, l.desc.Digest) }

func readBlob(s store, digest v1.Hash) ([]byte, error) {
	r, err := openBlob(s, digest)
	if err != nil {
		return nil, err
	}
	return readClose(r)
}

func readAll(s store, name string) ([]byte, error) {
	r, err := s.open(name)
	if err != nil {
		return nil, err
	}
	return readClose(r)
}

// readClose reads metadata, which is small.
func readClose(r io.ReadCloser) ([]byte, error) {
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, maxMetadata+1))
	if err == nil && len(data) > maxMetadata {
		return nil, fmt.Errorf("a manifest is larger than %d MiB", maxMetadata>>20)
	}
	return data, err
}
