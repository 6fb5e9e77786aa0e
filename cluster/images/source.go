package images

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/containerd/containerd/v2/pkg/archive/compression"
)

// open returns the image or images at path as a tar stream: an OCI layout folder, or an archive, compressed or not.
func open(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return openArchive(path)
	}
	if _, err := os.Stat(filepath.Join(path, "oci-layout")); err != nil {
		return nil, errors.New("this folder is not an OCI layout: it has no file oci-layout")
	}
	reader, writer := io.Pipe()
	go func() { _ = writer.CloseWithError(writeFolder(writer, path)) }()
	return reader, nil
}

// archiveStream is a decompressing stream over a file, or the file itself, in which a tar reader can then seek.
type archiveStream struct {
	io.Reader
	close func() error
}

func (a archiveStream) Close() error { return a.close() }

func openArchive(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	stream, err := compression.DecompressStream(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("decompress: %w", err), f.Close())
	}
	if stream.GetCompression() != compression.Uncompressed {
		return archiveStream{Reader: stream, close: func() error { return errors.Join(stream.Close(), f.Close()) }}, nil
	}
	_ = stream.Close()
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// writeFolder writes the regular files of an OCI layout as a tar stream.
func writeFolder(w io.Writer, folder string) error {
	archive := tar.NewWriter(w)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		return writeEntry(archive, path, filepath.ToSlash(name))
	})
	return errors.Join(err, archive.Close())
}

func writeEntry(archive *tar.Writer, path, name string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}
