package marketplace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// folderSetting is where the database keeps the name of the folder that its packages are in.
const folderSetting = "folder"

// sameFolder refuses a folder of data that is not the one the database goes with: a server with another one would offer
// packages that it does not have. The first server marks the folder.
func sameFolder(ctx context.Context, s store.Store, dir string) error {
	return s.Update(ctx, func(tx store.Tx) error {
		known, err := tx.Setting(folderSetting)
		if err != nil {
			return err
		}
		mark := filepath.Join(dir, folderFile)
		if known == "" {
			if err := markFolder(mark, domain.NewID("folder")); err != nil {
				return fmt.Errorf("mark the folder %s: %w", dir, err)
			}
		}
		found, err := os.ReadFile(mark)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		name := strings.TrimSpace(string(found))
		if known == "" {
			return tx.PutSetting(folderSetting, name)
		}
		if name != known {
			return fmt.Errorf("the folder %s is not the one that the database goes with (its file %s is not %q): "+
				"have all servers of one database share one --data; after a restore, put back both", dir, folderFile, known)
		}
		return nil
	})
}

// markFolder writes the mark whole or not at all, and leaves one that another server made first.
func markFolder(path, name string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".folder-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = fmt.Fprintln(f, name)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
