// Package layer writes image layers that are the same bytes for the same content, and keeps them compressed on disk.
package layer

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// Epoch is the time of every file and image made here: one that never changes, for reproducible digests.
var Epoch = time.Unix(0, 0).UTC()

// Entry is one file, folder or symbolic link of a layer.
type Entry struct {
	// Name is the path in the image, without a slash in front.
	Name string
	// Mode has the permission bits, setuid and sticky included, as chmod takes them.
	Mode int64
	// UID and GID own it: numbers, because names are the image's own affair.
	UID, GID int
	// Dir makes it a folder, Link a symbolic link to that target; otherwise it is a file.
	Dir  bool
	Link string
	// Size is the length in bytes of what Open gives.
	Size int64
	Open func() (io.ReadCloser, error)
}

// File is an entry for a file of these bytes.
func File(name string, mode int64, data []byte) Entry {
	return Entry{Name: name, Mode: mode, Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// WriteTar writes the entries as a tar archive: sorted, numeric owners, one time.
func WriteTar(w io.Writer, entries []Entry) error {
	tw := tar.NewWriter(w)
	for _, e := range slices.SortedFunc(slices.Values(entries), byName) {
		if err := writeEntry(tw, e); err != nil {
			return fmt.Errorf("write %s to the layer: %w", e.Name, err)
		}
	}
	return tw.Close()
}

func writeEntry(tw *tar.Writer, e Entry) error {
	h := &tar.Header{Name: e.Name, Mode: e.Mode, Uid: e.UID, Gid: e.GID, ModTime: Epoch, Format: tar.FormatPAX}
	switch {
	case e.Dir:
		h.Typeflag, h.Name = tar.TypeDir, e.Name+"/"
	case e.Link != "":
		h.Typeflag, h.Linkname = tar.TypeSymlink, e.Link
	default:
		h.Typeflag, h.Size = tar.TypeReg, e.Size
	}
	if err := tw.WriteHeader(h); err != nil || h.Typeflag != tar.TypeReg {
		return err
	}
	r, err := e.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	_, err = io.Copy(tw, r)
	return err
}

func byName(a, b Entry) int { return strings.Compare(a.Name, b.Name) }

// WithParents adds the folders that entries lie in. A layer that goes over others does without: there, a folder may
// be a link (/bin is one to usr/bin in a merged system), and an entry for it would put a folder in its place.
func WithParents(entries []Entry) []Entry {
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Name] = true
	}
	all := slices.Clone(entries)
	for _, e := range entries {
		for dir := path.Dir(e.Name); dir != "." && !there[dir]; dir = path.Dir(dir) {
			there[dir] = true
			all = append(all, Entry{Name: dir, Mode: 0o755, Dir: true})
		}
	}
	return all
}
