package images

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// readArchive reads the files of a gzipped tar archive, within the limit. Folders are implied; links and devices
// have no place in a packed chart and are refused, as are paths that leave it.
func readArchive(r io.Reader, l *limit) (map[string][]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, errors.New("is not a gzipped archive")
	}
	defer func() { _ = z.Close() }()
	files := map[string][]byte{}
	tr := tar.NewReader(&bounded{r: z, left: maxChart})
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("is not a whole archive: %w", err)
		}
		name, ok := inside(h.Name)
		switch {
		case !ok:
			return nil, fmt.Errorf("has an entry that leaves it: %q", h.Name)
		case h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader:
			continue
		case h.Typeflag != tar.TypeReg:
			return nil, fmt.Errorf("has an entry that is neither a file nor a folder: %q", h.Name)
		}
		if files[name], err = l.read(tr); err != nil {
			return nil, err
		}
	}
}

// inside cleans the path of an archive's entry; ok is false for one that leads out of the archive.
func inside(name string) (clean string, ok bool) {
	if slices.Contains(strings.Split(name, "/"), "..") {
		return "", false
	}
	return strings.TrimPrefix(path.Clean("/"+name), "/"), true
}

// What is read at most, decompressed, of a packed chart, and of the layers of an image together: several times the
// largest that there are. It ends what a small file that unpacks without end would go on with.
const (
	maxChart  = 4 * maxBytes
	maxLayers = 8 << 30
)

var errBomb = errors.New("it unpacks to far more than a package holds")

// bounded reads until its bytes are used up, then fails with errBomb.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBomb
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
