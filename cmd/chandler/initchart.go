package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/chandler-dev/chandler/scaffold"
)

// maxPackedChart bounds what is read of a packed chart, in bytes.
const maxPackedChart = 64 << 20

// openChart opens a chart's folder, or a packed chart. Links that lead out of the folder are not followed.
func openChart(path string) (fs.FS, func(), error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--chart %s: there is no such folder or file", path)
	}
	if info.IsDir() {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, nil, fmt.Errorf("--chart: %w", err)
		}
		return root.FS(), func() { _ = root.Close() }, nil
	}
	if info.Size() > maxPackedChart {
		return nil, nil, fmt.Errorf("--chart %s: it is larger than %d bytes", path, maxPackedChart)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--chart: %w", err)
	}
	files, err := scaffold.OpenArchive(data)
	if err != nil {
		return nil, nil, fmt.Errorf("--chart %s: %w", path, err)
	}
	return files, func() {}, nil
}
