package artifacts

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/images"
)

// Archive gives the path of an OCI archive of an image that the store has, for clusters whose nodes take archives. The
// image has the name ref in it. An archive that is there and whole is not written again.
func (s *Store) Archive(ctx context.Context, ref string) (string, error) {
	r, d, err := s.parse(ref)
	if err != nil {
		return "", err
	}
	img, err := s.Image(ref)
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	host, _, _ := strings.Cut(ref, "/"+r.name+"@")
	path := filepath.Join(s.dir, archiveDir, host, filepath.FromSlash(r.name), d.Hex+".tar")
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return "", fmt.Errorf("write the archive of %s: %w", ref, err)
	}
	_, err = images.UpdateArchive(path, ref, img)
	return path, err
}
