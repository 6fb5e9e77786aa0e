package images

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// imageOf is an image of these layers, each a tar archive.
func imageOf(t *testing.T, layers ...[]byte) v1.Image {
	t.Helper()
	img := empty.Image
	for _, data := range layers {
		l, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
		must(t, err)
		img, err = mutate.AppendLayers(img, l)
		must(t, err)
	}
	return img
}

func TestFilesAreWhatAContainerWouldSee(t *testing.T) {
	base := tarOf(t, map[string]string{
		"data/schema.yaml": "old", "data/manifest/a": "a", "data/manifest/b": "b", "data/old/x": "x", "data/swap/y": "y", "./data-test/t": "t",
	}, tar.Header{Name: "data/schema.yaml"}, tar.Header{Name: "data/manifest/a"}, tar.Header{Name: "data/manifest/b"}, tar.Header{Name: "data/old/x"},
		tar.Header{Name: "data/swap/y"}, tar.Header{Name: "./data-test/t"}, tar.Header{Name: "bin/x"}, tar.Header{Name: "database"})
	tests := map[string]struct {
		layer []byte
		want  map[string]string // what differs from base; "" is gone
	}{
		"a later layer replaces": {tarOf(t, map[string]string{"/data/schema.yaml": "new"}, tar.Header{Name: "/data/schema.yaml"}), map[string]string{"data/schema.yaml": "new"}},
		"a file is deleted":      {tarOf(t, nil, tar.Header{Name: "data/manifest/.wh.a"}), map[string]string{"data/manifest/a": ""}},
		"a folder is deleted":    {tarOf(t, nil, tar.Header{Name: "data/.wh.old"}), map[string]string{"data/old/x": ""}},
		"all of data is deleted": {tarOf(t, nil, tar.Header{Name: ".wh.data"}), map[string]string{"data/schema.yaml": "", "data/manifest/a": "", "data/manifest/b": "", "data/old/x": "", "data/swap/y": ""}},
		"a folder is emptied, its own layer's files stay": {
			tarOf(t, map[string]string{"data/manifest/c": "c"}, tar.Header{Name: "data/manifest/c"}, tar.Header{Name: "data/manifest/.wh..wh..opq"}),
			map[string]string{"data/manifest/a": "", "data/manifest/b": "", "data/manifest/c": "c"}},
		"a file takes a folder's place":        {tarOf(t, map[string]string{"data/swap": "s"}, tar.Header{Name: "data/swap"}), map[string]string{"data/swap/y": "", "data/swap": "s"}},
		"a folder there again keeps its files": {tarOf(t, nil, tar.Header{Name: "data/manifest/", Typeflag: tar.TypeDir}), nil},
		"a link to a file":                     {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeSymlink, Linkname: "manifest/a"}), map[string]string{"data/l": "a"}},
		"a link from the root":                 {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeSymlink, Linkname: "/data-test/t"}), map[string]string{"data/l": "t"}},
		"a hard link":                          {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeLink, Linkname: "data/manifest/a"}), map[string]string{"data/l": "a"}},
		"a hard link within a layer": {tarOf(t, map[string]string{"data/n": "n"}, tar.Header{Name: "data/n"}, tar.Header{Name: "data/l", Typeflag: tar.TypeLink, Linkname: "data/n"}),
			map[string]string{"data/n": "n", "data/l": "n"}},
		"a link out of the folders is left out":  {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), nil},
		"a link above the root is left out":      {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeSymlink, Linkname: "../../../../etc/passwd"}), nil},
		"a link to itself is left out":           {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeSymlink, Linkname: "l"}), nil},
		"a hard link out of them is left out":    {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeLink, Linkname: "bin/x"}), nil},
		"a hard link above the root is left out": {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeLink, Linkname: "../etc/passwd"}), nil},
		"a device is left out":                   {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeBlock}), nil},
		"a pipe is left out":                     {tarOf(t, nil, tar.Header{Name: "data/l", Typeflag: tar.TypeFifo}), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := map[string]string{"data/schema.yaml": "old", "data/manifest/a": "a", "data/manifest/b": "b", "data/old/x": "x", "data/swap/y": "y", "data-test/t": "t"}
			for name, content := range test.want {
				if want[name] = content; content == "" {
					delete(want, name)
				}
			}
			files, err := Files(imageOf(t, base, test.layer))
			must(t, err)
			if diff := cmp.Diff(want, contents(t, files)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnImageThatIsHostileIsRefused(t *testing.T) {
	large := strings.Repeat("\x00", maxBytes/2+1)
	many := make([]tar.Header, maxFiles+1)
	for i := range many {
		many[i].Name = "data/" + strings.Repeat("x", i%100) + string(rune('a'+i%26))
	}
	deletions, links := make([]tar.Header, maxChanges+1), make([]tar.Header, maxChanges+1)
	for i := range deletions {
		deletions[i].Name = fmt.Sprintf("data/.wh.%d", i)
		links[i] = tar.Header{Name: fmt.Sprintf("data/%d", i), Typeflag: tar.TypeLink, Linkname: "data/nothing"}
	}
	tests := map[string]struct {
		layer []byte
		want  string
	}{
		"too many deletions":        {tarOf(t, nil, deletions...), "more than 10000 files"},
		"too many links":            {tarOf(t, nil, links...), "more than 10000 files"},
		"a path above the root":     {tarOf(t, nil, tar.Header{Name: "../../etc/passwd"}), "a path that leaves the image"},
		"a path in data above it":   {tarOf(t, nil, tar.Header{Name: "data/../../x"}), "a path that leaves the image"},
		"a deletion above the root": {tarOf(t, nil, tar.Header{Name: "../.wh.etc"}), "a path that leaves the image"},
		"too large":                 {tarOf(t, map[string]string{"data/a": large, "data/b": large}, tar.Header{Name: "data/a"}, tar.Header{Name: "data/b"}), "larger than 64 MiB"},
		"too many files":            {tarOf(t, nil, many...), "more than 10000 files"},
		"not a tar":                 {bytes.Repeat([]byte("x"), 1024), "read layer 1 of 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Files(imageOf(t, test.layer))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestALayerThatUnpacksWithoutEndIsStopped(t *testing.T) {
	in := &bounded{r: endless{}, left: 1 << 20}
	n, err := io.Copy(io.Discard, in)
	if n != 1<<20 || !errors.Is(err, errBomb) {
		t.Errorf("read %d bytes, then %v", n, err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
