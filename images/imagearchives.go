package images

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// imageArchives gives the paths in a package's images/ that hold images: *.tar files and OCI layout folders, sorted.
func imageArchives(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &FolderError{Dir: dir, Message: "cannot be read: " + reason(err)}
	}
	var found []string
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if filepath.Ext(path) == ".tar" || isLayout(path) {
			found = append(found, path)
		}
	}
	return found, nil
}

func isLayout(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "oci-layout"))
	return err == nil && info.Mode().IsRegular()
}
