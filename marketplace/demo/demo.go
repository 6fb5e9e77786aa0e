// Package demo has sample data for a store: a chart of Redis in two versions, and an icon for it.
package demo

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"
)

// charts has the files of the first version, and of the second those that are other or new.
//
//go:embed all:charts
var charts embed.FS

const (
	first  = "redis-11.3.4"
	second = "redis-12.0.0"
)

// Chart is a packed chart.
type Chart struct {
	// File is its name, as helm package would call it; Data is what is in it.
	File string
	Data []byte
}

// Charts gives the chart of Redis, packed, in its versions 11.3.4 and 12.0.0: the same bytes each time. It runs the image
// chandler.local/redis:7.0.15, which `make images` builds.
func Charts() ([]Chart, error) {
	files := map[string][]byte{}
	var packed []Chart
	for _, version := range []string{first, second} { // the second lies over the first
		if err := read(files, version); err != nil {
			return nil, fmt.Errorf("read the sample chart %s: %w", version, err)
		}
		data, err := pack(files)
		if err != nil {
			return nil, fmt.Errorf("pack the sample chart %s: %w", version, err)
		}
		packed = append(packed, Chart{File: version + ".tgz", Data: data})
	}
	return packed, nil
}

func read(files map[string][]byte, version string) error {
	dir := "charts/" + version
	return fs.WalkDir(charts, dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files["redis/"+strings.TrimPrefix(path, dir+"/")], err = charts.ReadFile(path)
		return err
	})
}

func pack(files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	t := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o644, Size: int64(len(files[name])), ModTime: time.Unix(0, 0)}
		if err := t.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := t.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(t.Close(), z.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
