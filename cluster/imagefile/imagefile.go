// Package imagefile writes small images as OCI archives, with nothing but their files.
package imagefile

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// annotationName is containerd's annotation for the full name of an image.
const annotationName = "io.containerd.image.name"

// Image is an image of one layer. The same Image makes the same bytes.
type Image struct {
	Name       string // with tag, as in example.com/app:1.0
	Entrypoint []string
	User       string // uid:gid; root if empty
	Files      []File
}

// File is a file that anyone may run.
type File struct {
	Name string // path without the leading slash
	Data []byte
}

// Archive returns the image as an OCI archive.
func Archive(image Image) ([]byte, error) {
	files, err := Layout(image)
	if err != nil {
		return nil, err
	}
	return tarFiles(files)
}

// Layout returns the files of the image's OCI layout.
func Layout(image Image) ([]File, error) {
	layer, err := tarFiles(image.Files)
	if err != nil {
		return nil, fmt.Errorf("write layer of %s: %w", image.Name, err)
	}
	config := ocispec.Image{
		Platform: ocispec.Platform{Architecture: runtime.GOARCH, OS: "linux"},
		Config:   ocispec.ImageConfig{Entrypoint: image.Entrypoint, User: image.User},
		RootFS:   ocispec.RootFS{Type: "layers", DiffIDs: []digest.Digest{digest.FromBytes(layer)}},
	}
	b := &blobs{}
	manifest := b.addJSON(ocispec.MediaTypeImageManifest, ocispec.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: ocispec.MediaTypeImageManifest,
		Config: b.addJSON(ocispec.MediaTypeImageConfig, config),
		Layers: []ocispec.Descriptor{b.add(ocispec.MediaTypeImageLayer, layer)},
	})
	manifest.Annotations = map[string]string{annotationName: image.Name}
	index := b.json(ocispec.Index{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: ocispec.MediaTypeImageIndex, Manifests: []ocispec.Descriptor{manifest},
	})
	if b.err != nil {
		return nil, fmt.Errorf("write %s: %w", image.Name, b.err)
	}
	return append(b.files,
		File{ocispec.ImageIndexFile, index}, File{ocispec.ImageLayoutFile, []byte(`{"imageLayoutVersion":"1.0.0"}`)}), nil
}

// blobs collects the parts of an image, and the first error.
type blobs struct {
	files []File
	err   error
}

func (b *blobs) json(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil && b.err == nil {
		b.err = err
	}
	return data
}

func (b *blobs) addJSON(mediaType string, v any) ocispec.Descriptor {
	return b.add(mediaType, b.json(v))
}

func (b *blobs) add(mediaType string, data []byte) ocispec.Descriptor {
	d := digest.FromBytes(data)
	b.files = append(b.files, File{"blobs/sha256/" + d.Encoded(), data})
	return ocispec.Descriptor{MediaType: mediaType, Digest: d, Size: int64(len(data))}
}

func tarFiles(files []File) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: f.Name, Mode: 0o755, Size: int64(len(f.Data))}); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), w.Close()
}
