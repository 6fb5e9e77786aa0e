package images

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/klauspost/compress/gzip"
)

// The smallest package folders that are right.
var (
	envsubstFolder = map[string]string{"schema.yaml": "x: 1\n", "manifest/app.yaml": "kind: A\n"}
	helmFolder     = map[string]string{"schema.yaml": "x: 1\n", "chart/web/Chart.yaml": "name: web\n", "chart/web/templates/a.yaml": "kind: A\n"}
)

// writeFolder makes a folder with these files. A name that ends in a slash is an empty folder; content that starts
// with "-> " makes a symbolic link.
func writeFolder(t *testing.T, files ...map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pkg")
	must(t, os.Mkdir(dir, 0o755))
	for _, m := range files {
		for name, content := range m {
			path := filepath.Join(dir, name)
			must(t, os.MkdirAll(filepath.Dir(path), 0o755))
			target, link := strings.CutPrefix(content, "-> ")
			switch {
			case strings.HasSuffix(name, "/"):
				must(t, os.MkdirAll(path, 0o755))
			case link:
				must(t, os.Symlink(target, path))
			default:
				must(t, os.WriteFile(path, []byte(content), 0o644))
			}
		}
	}
	return dir
}

// contents are all files of a file system; a packed chart is unpacked.
func contents(t *testing.T, files fs.FS) map[string]string {
	t.Helper()
	got := map[string]string{}
	must(t, fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if !strings.HasSuffix(name, ".tar.gz") || err != nil {
			got[name] = string(data)
			return err
		}
		inner, err := readArchive(bytes.NewReader(data), &limit{})
		for path, data := range inner {
			got[name+"!"+path] = string(data)
		}
		return err
	}))
	return got
}

// staticProgram is a file that looks like a static program for amd64: an ELF header and nothing else.
func staticProgram(t *testing.T) string {
	t.Helper()
	h := make([]byte, 64)
	copy(h, "\x7fELF\x02\x01\x01")
	binary.LittleEndian.PutUint16(h[16:], 2)  // an executable
	binary.LittleEndian.PutUint16(h[18:], 62) // for x86-64
	binary.LittleEndian.PutUint32(h[20:], 1)
	binary.LittleEndian.PutUint16(h[52:], 64)
	path := filepath.Join(t.TempDir(), "deployer")
	must(t, os.WriteFile(path, h, 0o755))
	return path
}

// build makes the image of a package folder, with a cache of its own.
func build(t *testing.T, dir string) v1.Image {
	t.Helper()
	src, err := OpenFolder(dir, FolderOptions{})
	must(t, err)
	img, err := Build(t.Context(), src, BuildOptions{DeployerBinary: staticProgram(t), CacheDir: t.TempDir()})
	must(t, err)
	return img
}

func digest(t *testing.T, img v1.Image) string {
	t.Helper()
	d, err := img.Digest()
	must(t, err)
	return d.String()
}

// tarOf is a tar archive of these headers; content goes by name.
func tarOf(t *testing.T, content map[string]string, headers ...tar.Header) []byte {
	t.Helper()
	var buf bytes.Buffer
	tw := tar.NewWriter(&buf)
	for _, h := range headers {
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		h.Size = int64(len(content[h.Name]))
		h.Mode = 0o644
		must(t, tw.WriteHeader(&h))
		_, err := tw.Write([]byte(content[h.Name]))
		must(t, err)
	}
	must(t, tw.Close())
	return buf.Bytes()
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, err := z.Write(data)
	must(t, err)
	must(t, z.Close())
	return buf.Bytes()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func header(name string) tar.Header { return tar.Header{Name: name} }
