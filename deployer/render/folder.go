package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// chartFile is what makes a folder a chart; overlayFiles are what makes one a part of a chart, to be laid over it.
const chartFile = "Chart.yaml"

var overlayFiles = []string{chartFile, valuesFile, "templates"}

// readFolder gives the files of a chart that is not packed; nil if the folder is none.
func readFolder(files fs.FS, folder string) (map[string][]byte, error) {
	if !isChart(files, folder) {
		return nil, nil
	}
	all := map[string][]byte{}
	size := 0
	err := fs.WalkDir(files, folder, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("read %s: %w", name, err)
		case e.Type()&fs.ModeSymlink != 0:
			return &Error{File: name, Message: "it is a link; put the file itself into the chart"}
		case !e.Type().IsRegular():
			return nil
		}
		data, err := readLimited(files, name)
		if err != nil {
			return err
		}
		if size += len(data); size > maxChartBytes || len(all) >= maxChartFiles {
			return &Error{File: folder, Message: fmt.Sprintf("the chart has more than %d bytes or %d files", maxChartBytes, maxChartFiles)}
		}
		all[strings.TrimPrefix(name, folder+"/")] = bytes.TrimPrefix(data, utf8BOM)
		return nil
	})
	return all, err
}

func isChart(files fs.FS, folder string) bool {
	names := overlayFiles
	if path.Dir(folder) == chartFolder {
		names = []string{chartFile}
	}
	for _, name := range names {
		if _, err := fs.Stat(files, folder+"/"+name); err == nil {
			return true
		}
	}
	return false
}
