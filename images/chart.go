package images

import (
	"bytes"
	"compress/gzip"
	"errors"
	"slices"
	"strings"

	"github.com/chandler-dev/chandler/images/internal/layer"
)

// isChart tells of a folder with these names in it whether it is a chart.
func isChart(names map[string]bool) bool { return names["Chart.yaml"] }

// isOverlay tells whether it is a part of a chart, to be laid over one.
func isOverlay(names map[string]bool) bool {
	return names["Chart.yaml"] || names["templates"] || names["values.yaml"]
}

// chart reads the files of the chart in a folder: the folder itself, the one chart folder in it, or the one packed
// chart in it. Paths are relative to the chart.
func (f *folder) chart(dir string, is func(names map[string]bool) bool) (map[string][]byte, error) {
	names, err := f.names(dir)
	if err != nil {
		return nil, err
	}
	if is(names) {
		return f.tree(dir)
	}
	found, err := f.foldersThat(dir, is)
	if err != nil {
		return nil, err
	}
	for name := range names {
		if strings.HasSuffix(name, ".tgz") || strings.HasSuffix(name, ".tar.gz") {
			found = append(found, dir+"/"+name)
		}
	}
	switch {
	case len(found) == 0:
		return nil, f.wrong(dir, "has no chart in it", "put Chart.yaml and templates/ in it, or one folder with them, or one packed chart (.tgz)")
	case len(found) > 1:
		return nil, f.wrong(dir, "has several charts in it: "+strings.Join(slices.Sorted(slices.Values(found)), ", "), "a package has one; make the others its dependencies in charts/")
	case strings.HasSuffix(found[0], "gz"):
		return f.unpack(found[0])
	}
	return f.tree(found[0])
}

// unpack reads a packed chart: an archive with one folder in it, whatever its name.
func (f *folder) unpack(name string) (map[string][]byte, error) {
	data, err := f.read(name)
	if err != nil {
		return nil, err
	}
	files, err := readArchive(bytes.NewReader(data), &f.limit)
	if err != nil {
		return nil, f.wrong(name, err.Error(), "")
	}
	stripped := map[string][]byte{}
	top := ""
	for path, data := range files {
		first, rest, ok := strings.Cut(path, "/")
		if !ok || top != "" && top != first {
			return nil, f.wrong(name, "has more than one folder at its top", "a packed chart has one folder, as helm package makes it")
		}
		top, stripped[rest] = first, data
	}
	if len(stripped) == 0 {
		return nil, f.wrong(name, "is empty", "")
	}
	return stripped, nil
}

// packChart packs a chart's files as a deployer wants them: under chart/, always to the same bytes.
func packChart(files map[string][]byte) ([]byte, error) {
	entries := make([]layer.Entry, 0, len(files))
	for name, data := range files {
		entries = append(entries, layer.File("chart/"+name, 0o644, data))
	}
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	err := errors.Join(layer.WriteTar(z, layer.WithParents(entries)), z.Close())
	return buf.Bytes(), err
}
