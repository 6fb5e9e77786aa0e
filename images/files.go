package images

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Files gives what /data and /data-test of an image hold, as a container would see them: all its layers, one over
// the other, deletions included. Links to files are followed within the two folders; devices and links elsewhere are
// left out. An image with paths that leave it, with more than a package may hold, or that unpacks without end is an error.
func Files(img v1.Image) (fs.FS, error) {
	layers, err := img.Layers()
	if err != nil {
		return nil, fmt.Errorf("read the image's layers: %w", err)
	}
	x := &extraction{files: map[string]file{}, left: maxLayers}
	for n, l := range layers {
		if err := x.layer(l); err != nil {
			return nil, fmt.Errorf("read layer %d of %d: %w", n+1, len(layers), err)
		}
	}
	return x.result(), nil
}

// file is a file of the image, or a link to one.
type file struct {
	data []byte
	link string // the path in the image that a symbolic link leads to
}

// extraction is the two folders as they are after the layers so far.
type extraction struct {
	files   map[string]file
	limit   limit
	changes int
	left    int64 // bytes, decompressed, that all layers may still have
}

func (x *extraction) layer(l v1.Layer) error {
	r, err := l.Uncompressed()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	in := &bounded{r: r, left: x.left}
	added, removed, err := x.read(tar.NewReader(in))
	if err != nil {
		return err
	}
	x.left = in.left
	// What a layer deletes is of the layers below it, wherever in the layer it says so.
	for _, name := range removed {
		x.remove(name)
	}
	for _, e := range added {
		x.add(e)
	}
	return nil
}

// change is one entry of a layer: a file, or a folder in place of what was there.
type change struct {
	name string
	dir  bool
	file
}

// read gives what a layer adds to the two folders, in its order, and what it deletes from below.
func (x *extraction) read(tr *tar.Reader) (added []change, removed []string, err error) {
	for n := 0; ; n++ {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return added, removed, nil
		}
		if err != nil {
			return nil, nil, err
		}
		name, ok := inside(h.Name)
		switch {
		case !ok:
			return nil, nil, fmt.Errorf("it has a path that leaves the image: %q", h.Name)
		case n > maxLayerEntries:
			return nil, nil, fmt.Errorf("it has more than %d entries", maxLayerEntries)
		}
		gone, isWhiteout := whiteout(name)
		if !isWhiteout && !packaged(name) || isWhiteout && !holdsPackage(gone) {
			continue
		}
		if x.changes++; x.changes > maxChanges {
			return nil, nil, errTooManyFiles
		}
		if isWhiteout {
			removed = append(removed, gone)
			continue
		}
		c, ok, err := x.change(name, h, tr, added)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			added = append(added, c)
		}
	}
}

// maxChanges bounds what the layers add, replace and delete in the two folders: each is held against all that is there.
const maxChanges = 2 * maxFiles

// maxLayerEntries bounds the files of one layer; a whole distribution has some hundred thousand.
const maxLayerEntries = 2_000_000

// change reads one entry of a layer; ok is false for one that is left out.
func (x *extraction) change(name string, h *tar.Header, r io.Reader, before []change) (c change, ok bool, err error) {
	c.name = name
	switch h.Typeflag {
	case tar.TypeDir:
		c.dir = true
	case tar.TypeReg:
		c.data, err = x.limit.read(r)
	case tar.TypeSymlink:
		c.link = target(name, h.Linkname)
	case tar.TypeLink:
		to, inImage := inside(h.Linkname)
		c.file, ok = x.hardLink(to, before)
		return c, ok && inImage, nil
	default:
		return c, false, nil
	}
	return c, err == nil, err
}

// hardLink is the file that a hard link is another name of: of its own layer, or of one below.
func (x *extraction) hardLink(to string, before []change) (file, bool) {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].name == to {
			return before[i].file, !before[i].dir
		}
	}
	f, ok := x.files[to]
	return f, ok
}

func (x *extraction) add(c change) {
	if c.dir {
		delete(x.files, c.name) // a folder takes a file's place; what is in a folder stays
		return
	}
	x.remove(c.name)
	x.files[c.name] = c.file
}

// remove removes a file, or a folder with all in it. A name that ends in a slash: only what is in it.
func (x *extraction) remove(name string) {
	dir := strings.TrimSuffix(name, "/") + "/"
	if name == "" || name == "/" {
		dir = ""
	}
	delete(x.files, name)
	for f := range x.files {
		if strings.HasPrefix(f, dir) {
			delete(x.files, f)
		}
	}
}

// result is the files, links to files followed.
func (x *extraction) result() fs.FS {
	out := fstest.MapFS{}
	for name, f := range x.files {
		for hops := 0; f.link != "" && hops < 8; hops++ {
			f = x.files[f.link]
		}
		if f.link == "" && f.data != nil {
			out[name] = &fstest.MapFile{Data: f.data, Mode: 0o644}
		}
	}
	return out
}

// packaged tells whether a path is of one of the two folders.
func packaged(name string) bool {
	top, _, below := strings.Cut(name, "/")
	return below && (top == "data" || top == "data-test")
}

// holdsPackage tells whether a path that is deleted is of the two folders, or has them in it.
func holdsPackage(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return top == "" || top == "data" || top == "data-test"
}

// whiteout gives the path that an entry deletes, if it is one that does (the image specification's whiteouts).
// An opaque one deletes what is in its folder: its path ends in a slash.
func whiteout(name string) (string, bool) {
	dir, base := path.Split(name)
	rest, ok := strings.CutPrefix(base, ".wh.")
	switch {
	case !ok:
		return "", false
	case base == ".wh..wh..opq":
		return strings.TrimSuffix(dir, "/") + "/", true
	}
	return dir + rest, true
}

// target is the path in the image that a symbolic link leads to; one that leads above the root stops there, as in a
// container.
func target(name, link string) string {
	if !path.IsAbs(link) {
		link = path.Join("/", path.Dir(name), link)
	}
	return strings.TrimPrefix(path.Clean(link), "/")
}
