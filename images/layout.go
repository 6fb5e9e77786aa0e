package images

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/match"
)

// WriteLayout writes an image into an OCI layout folder under the name ref. The folder is made if it is not there;
// an image of that name in it is replaced, others stay.
func WriteLayout(dir, ref string, img v1.Image) error {
	full, err := fullName(ref)
	if err != nil {
		return err
	}
	path, err := openLayout(dir)
	if err != nil {
		return fmt.Errorf("write %s to the OCI layout %s: %w", ref, dir, err)
	}
	desc, err := descriptor(full, img)
	if err != nil {
		return fmt.Errorf("write %s to the OCI layout %s: %w", ref, dir, err)
	}
	err = path.ReplaceImage(img, match.Annotation(containerdAnnotation, full),
		layout.WithAnnotations(desc.Annotations), layout.WithPlatform(*desc.Platform))
	if err != nil {
		return fmt.Errorf("write %s to the OCI layout %s: %w", ref, dir, err)
	}
	return nil
}

// openLayout opens a layout, or makes one where there is nothing yet: not in a folder with other things in it.
func openLayout(dir string) (layout.Path, error) {
	if isLayout(dir) {
		return layout.FromPath(dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if len(entries) > 0 {
		return "", fmt.Errorf("the folder is not empty and not an OCI layout (%s is in it)", filepath.Join(dir, entries[0].Name()))
	}
	return layout.Write(dir, empty.Index)
}
