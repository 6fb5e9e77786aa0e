package images

import (
	"archive/tar"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// store is an OCI layout, wherever it lies: its files by name, opened for reading.
type store interface {
	open(name string) (io.ReadCloser, error)
}

// layoutFolder is a layout in a folder.
type layoutFolder string

func (dir layoutFolder) open(name string) (io.ReadCloser, error) {
	return os.OpenInRoot(string(dir), filepath.FromSlash(name))
}

// tarIndex is a layout in a tar file: where in it each file lies. The file is opened anew for each read, so that
// nothing stays open.
type tarIndex struct {
	path    string
	entries map[string]section
}

type section struct{ offset, size int64 }

var errGzipped = errors.New("compressed")

// maxEntries bounds the entries of an archive: a layout has a few dozen.
const maxEntries = 100_000

// indexTar reads the names in a tar file, and nothing of what they hold.
func indexTar(path string) (*tarIndex, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if head, _ := bufio.NewReaderSize(f, 16).Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		return nil, errGzipped
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	t := &tarIndex{path: path, entries: map[string]section{}}
	return t, t.read(f)
}

func (t *tarIndex) read(f *os.File) error {
	tr := tar.NewReader(f) // seeks over what files hold, since f can
	for n := 0; ; n++ {
		h, err := tr.Next()
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case errors.Is(err, io.EOF):
			return errors.New("it is empty")
		case err != nil:
			return err
		case n > maxEntries:
			return fmt.Errorf("it has more than %d entries", maxEntries)
		}
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		if name, ok := inside(h.Name); ok && h.Typeflag == tar.TypeReg {
			t.entries[name] = section{offset: at, size: h.Size}
		}
	}
}

func (t *tarIndex) has(name string) bool { _, ok := t.entries[name]; return ok }

func (t *tarIndex) open(name string) (io.ReadCloser, error) {
	s, ok := t.entries[name]
	if !ok {
		return nil, fmt.Errorf("%s is not in it", name)
	}
	f, err := os.Open(t.path)
	if err != nil {
		return nil, err
	}
	return &sectionFile{Reader: io.NewSectionReader(f, s.offset, s.size), Closer: f}, nil
}

type sectionFile struct {
	io.Reader
	io.Closer
}
