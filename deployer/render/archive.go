package render

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// chart is the files of a chart by their paths in it.
type chart struct {
	path  string // of its archive or folder
	stem  string // the archive's name without its ending, or the folder's
	files map[string][]byte
}

// topFolder is what the folder in a chart's archive is called, where there are several.
const topFolder = "chart"

var utf8BOM = []byte("\xef\xbb\xbf")

// readCharts reads the charts of a folder, packed or not, sorted by name; none if there is no such folder.
func readCharts(files fs.FS, folder string) ([]chart, error) {
	entries, err := fs.ReadDir(files, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	var found []chart
	for _, e := range entries {
		c, err := readChart(files, path.Join(folder, e.Name()), e)
		if err != nil {
			return nil, err
		}
		if c.files != nil {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b chart) int { return strings.Compare(a.stem, b.stem) })
	for i := 1; i < len(found); i++ {
		if found[i].stem == found[i-1].stem {
			return nil, &Error{File: found[i].path, Message: "there is " + found[i-1].path + " as well", Hint: "keep one of them"}
		}
	}
	return found, nil
}

// readChart reads one chart. It has no files if there is none of that name.
func readChart(files fs.FS, name string, e fs.DirEntry) (c chart, err error) {
	stem, packed := archiveStem(e.Name())
	switch {
	case packed && !e.IsDir():
		c = chart{path: name, stem: stem}
		c.files, err = readArchive(files, name)
	case e.IsDir():
		c = chart{path: name, stem: e.Name()}
		c.files, err = readFolder(files, name)
	}
	return c, err
}

func archiveStem(name string) (string, bool) {
	if stem, ok := strings.CutSuffix(name, ".tar.gz"); ok {
		return stem, true
	}
	return strings.CutSuffix(name, ".tgz")
}

// readArchive gives the files of a chart's archive, which has one folder on top, or one called chart.
func readArchive(files fs.FS, name string) (map[string][]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	defer func() { _ = f.Close() }()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, &Error{File: name, Message: "the archive is not compressed with gzip"}
	}
	all, err := untar(tar.NewReader(io.LimitReader(unzipped, maxChartBytes+1)))
	if err != nil {
		return nil, &Error{File: name, Message: err.Error()}
	}
	return below(name, all)
}

// untar reads all files into memory. Names cannot lead out of the archive.
func untar(archive *tar.Reader) (map[string][]byte, error) {
	all := map[string][]byte{}
	size := int64(0)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the archive cannot be read: %w", err)
		}
		name := strings.TrimPrefix(path.Clean("/"+header.Name), "/")
		switch header.Typeflag {
		case tar.TypeReg:
		case tar.TypeSymlink, tar.TypeLink:
			return nil, fmt.Errorf("%s is a link; put the file itself into the archive", name)
		default:
			continue
		}
		size += header.Size
		switch {
		case header.Size > maxFileBytes:
			return nil, fmt.Errorf("%s is larger than %d bytes", name, maxFileBytes)
		case size > maxChartBytes || len(all) >= maxChartFiles:
			return nil, fmt.Errorf("the archive has more than %d bytes or %d files", maxChartBytes, maxChartFiles)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, fmt.Errorf("the archive cannot be read: %w", err)
		}
		all[name] = bytes.TrimPrefix(data, utf8BOM)
	}
}

// below gives the files of the archive's top folder, without its name.
func below(archive string, all map[string][]byte) (map[string][]byte, error) {
	byTop := map[string]map[string][]byte{}
	for name, data := range all {
		top, rest, nested := strings.Cut(name, "/")
		if !nested {
			continue
		}
		if byTop[top] == nil {
			byTop[top] = map[string][]byte{}
		}
		byTop[top][rest] = data
	}
	if files := byTop[topFolder]; files != nil {
		return files, nil
	}
	if len(byTop) != 1 {
		return nil, &Error{File: archive, Message: fmt.Sprintf("the archive has %d folders on top", len(byTop)), Hint: "a chart's archive has the one folder " + topFolder + "/"}
	}
	for _, files := range byTop {
		return files, nil
	}
	return nil, nil
}
