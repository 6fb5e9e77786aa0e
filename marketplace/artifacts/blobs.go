package artifacts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// ErrNotFound is what is wrapped where a repository does not have a digest.
var ErrNotFound = errors.New("not found")

// blobs keeps content under its digest: blobs/sha256/HEX, as a layout of OCI does. What is there is whole: it is written
// elsewhere, synced, and moved.
type blobs struct{ dir string }

func (b blobs) path(d v1.Hash) string { return filepath.Join(b.dir, "blobs", d.Algorithm, d.Hex) }

// size gives the size of content in bytes; an error that is fs.ErrNotExist if it is not there.
func (b blobs) size(d v1.Hash) (int64, error) {
	info, err := os.Stat(b.path(d))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// put keeps size bytes that have the digest d; content that is there already is not opened.
func (b blobs) put(d v1.Hash, size int64, open func() (io.ReadCloser, error)) error {
	if have, err := b.size(d); err == nil && have == size {
		return nil
	}
	r, err := open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	return writeFile(b.dir, b.path(d), &checked{r: io.LimitReader(r, size+1), want: d, size: size, sum: sha256.New()})
}

// putBytes keeps data and gives its digest.
func (b blobs) putBytes(data []byte) (v1.Hash, error) {
	sum := sha256.Sum256(data)
	d := v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(sum[:])}
	return d, b.put(d, int64(len(data)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
}

// open opens content. Reading it to its end fails if it does not have its digest any more.
func (b blobs) open(d v1.Hash) (io.ReadCloser, int64, error) {
	f, err := os.Open(b.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("%s: %w", d, ErrNotFound)
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, 0, err
	}
	return &checked{r: f, close: f.Close, want: d, size: info.Size(), sum: sha256.New()}, info.Size(), nil
}

// read gives content of at most limit bytes.
func (b blobs) read(d v1.Hash, limit int64) ([]byte, error) {
	r, size, err := b.open(d)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	if size > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", d, size, limit)
	}
	return io.ReadAll(r)
}

// writeFile writes a file that is there whole or not at all: through the folder partial below dir.
func writeFile(dir, path string, r io.Reader) error {
	f, err := os.CreateTemp(filepath.Join(dir, partialDir), "*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already if all went well
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = place(f.Name(), path)
	}
	return err
}

// place moves a file to its path and makes the move last.
func place(from, path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := os.Rename(from, path); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
