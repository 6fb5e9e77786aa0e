package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
)

// Bounds on a chart, as deployers have them.
const (
	maxFileBytes  = 5 << 20
	maxChartBytes = 100 << 20
	maxChartFiles = 10_000
)

// OpenArchive gives the files of a packed chart (.tgz), for FromChart.
func OpenArchive(data []byte) (fs.FS, error) {
	buffered, err := archive.LoadArchiveFiles(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the packed chart cannot be read: %w", err)
	}
	files := fstest.MapFS{}
	for _, f := range buffered {
		if fs.ValidPath(f.Name) {
			files[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		}
	}
	return files, nil
}

// readAll reads the files of a chart, but for those of version control.
func readAll(files fs.FS) (map[string][]byte, error) {
	all, size := map[string][]byte{}, 0
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		info, err := fs.Stat(files, name) // follows links, which os.Root keeps inside
		if err != nil {
			return fmt.Errorf("%s: %w", name, cause(err))
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is not a file; put the files themselves into the chart", name)
		}
		if info.Size() > maxFileBytes {
			return fmt.Errorf("%s is larger than %d bytes", name, maxFileBytes)
		}
		if size += int(info.Size()); size > maxChartBytes || len(all) >= maxChartFiles {
			return fmt.Errorf("the chart has more than %d bytes or %d files", maxChartBytes, maxChartFiles)
		}
		all[name], err = fs.ReadFile(files, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the chart cannot be read: %w", err)
	}
	if all["Chart.yaml"] == nil {
		return nil, errors.New("this is no chart: it has no Chart.yaml")
	}
	return all, nil
}

// cause is an error of the system without the path, which the caller names.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// isTemplate tells whether a file of a chart, or of one unpacked in it, is a template of manifests.
func isTemplate(name string) bool {
	return (strings.HasPrefix(name, "templates/") || strings.Contains(name, "/templates/")) && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml"))
}
