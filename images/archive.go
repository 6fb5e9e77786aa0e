package images

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// The annotations that name an image in a layout: the specification's, and containerd's, which wins there.
const (
	refAnnotation        = "org.opencontainers.image.ref.name"
	containerdAnnotation = "io.containerd.image.name"
)

// WriteArchive writes an image to a file as an OCI archive (a tar of an OCI layout) under the name ref, which is the
// name it has after it was imported. The file is there whole or not at all.
func WriteArchive(path string, ref string, img v1.Image) error {
	full, err := fullName(ref)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write the archive of %s: %w", ref, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already if all went well
	err = writeArchive(f, full, img)
	if e := f.Chmod(0o644); err == nil {
		err = e
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write the archive of %s to %s: %w", ref, path, err)
	}
	return nil
}

func writeArchive(w io.Writer, ref string, img v1.Image) error {
	index, err := indexOf(ref, img)
	if err != nil {
		return err
	}
	t := &archiveWriter{tar: tar.NewWriter(w), written: map[v1.Hash]bool{}}
	t.file("oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`))
	t.file("index.json", index)
	t.image(img)
	if t.err != nil {
		return t.err
	}
	return t.tar.Close()
}

// indexOf is the index.json of a layout that holds one image under one name.
func indexOf(ref string, img v1.Image) ([]byte, error) {
	desc, err := descriptor(ref, img)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v1.IndexManifest{SchemaVersion: 2, MediaType: types.OCIImageIndex, Manifests: []v1.Descriptor{*desc}})
}

// descriptor is what an index says of an image: digest, platform and name.
func descriptor(ref string, img v1.Image) (*v1.Descriptor, error) {
	desc, err := partial.Descriptor(img)
	if err != nil {
		return nil, err
	}
	config, err := img.ConfigFile()
	if err != nil {
		return nil, err
	}
	desc.Platform = config.Platform()
	desc.Annotations = map[string]string{refAnnotation: ref, containerdAnnotation: ref}
	return desc, nil
}

// archiveWriter writes files to a tar until one fails; err is that failure.
type archiveWriter struct {
	tar     *tar.Writer
	written map[v1.Hash]bool
	err     error
}

func (t *archiveWriter) image(img v1.Image) {
	manifest, err := img.RawManifest()
	t.check(err)
	digest, err := img.Digest()
	t.check(err)
	t.blob(digest, int64(len(manifest)), readerOf(manifest))
	config, err := img.RawConfigFile()
	t.check(err)
	name, err := img.ConfigName()
	t.check(err)
	t.blob(name, int64(len(config)), readerOf(config))
	layers, err := img.Layers()
	t.check(err)
	for _, l := range layers {
		digest, err := l.Digest()
		t.check(err)
		size, err := l.Size()
		t.check(err)
		t.blob(digest, size, l.Compressed)
	}
}

func (t *archiveWriter) check(err error) {
	if t.err == nil {
		t.err = err
	}
}

// blob writes what open gives under its digest, once.
func (t *archiveWriter) blob(digest v1.Hash, size int64, open func() (io.ReadCloser, error)) {
	if t.err != nil || t.written[digest] {
		return
	}
	t.written[digest] = true
	r, err := open()
	if err != nil {
		t.err = err
		return
	}
	defer func() { _ = r.Close() }()
	t.copy("blobs/"+digest.Algorithm+"/"+digest.Hex, size, r)
}

func (t *archiveWriter) file(name string, data []byte) {
	t.copy(name, int64(len(data)), bytes.NewReader(data))
}

func (t *archiveWriter) copy(name string, size int64, r io.Reader) {
	if t.err != nil {
		return
	}
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: size, ModTime: layer.Epoch}
	if t.err = t.tar.WriteHeader(h); t.err == nil {
		_, t.err = io.Copy(t.tar, r)
	}
}

func readerOf(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
