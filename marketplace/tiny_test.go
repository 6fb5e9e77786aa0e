package marketplace

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/demo"
)

// tinyChart is the chart of testdata/tiny.
func tinyChart(t *testing.T) demo.Chart { return testChart(t, "tiny") }

// testChart packs a chart of testdata.
func testChart(t *testing.T, name string) demo.Chart {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	archive := tar.NewWriter(z)
	root := os.DirFS("testdata")
	err := fs.WalkDir(root, name, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: path, Mode: 0o644, Size: int64(len(data))}); err != nil {
			return err
		}
		_, err = archive.Write(data)
		return err
	})
	for _, err := range []error{err, archive.Close(), z.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return demo.Chart{File: name + "-1.0.0.tgz", Data: out.Bytes()}
}
